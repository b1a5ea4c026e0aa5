import { useId, useState } from 'react';
import type { Hex } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { Countdown } from '#web/components/Countdown.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { announcementOf, COMMISSION_SENTENCES, parseCommission } from '#web/mine/node/commissionPlan.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useAddressQuery } from '#web/queries/useAddressQuery.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { Outcome } from '#web/staking/Outcome.tsx';
import { applyCommissionCall, setCommissionCall } from '#web/staking/stakingCalls.ts';
import { formatDuration, formatMoment } from '#web/time/moment.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

const useAnnounced = (node: RosterNode) =>
  useAddressQuery({
    name: `announcedCommission-${node.id}`,
    address: node.owner,
    read: async (_, { client, config }) => {
      const [bps, at] = await client.readContract({
        ...{ abi: stakingAbi, address: config.contracts.staking },
        ...{ functionName: 'announcedCommission', args: [node.id] },
      } as const);
      return [bps, at] as const;
    },
  });

interface CommissionCardProps {
  node: RosterNode;
  /** Seconds. */
  coolDown: number;
}

/** The owner's part of its voters' emission: lowered at once, raised after a notice. */
export function CommissionCard({ node, coolDown }: CommissionCardProps) {
  const id = useId();
  const { config } = useNetwork();
  const nowSeconds = useChainNowSeconds();
  const announced = useAnnounced(node);
  const [text, setText] = useState('');
  const flow = useTransaction();
  const current = node.commissionBps;
  const parsed = parseCommission(text);
  const bps = parsed.ok ? parsed.bps : undefined;
  const raises = bps !== undefined && bps > current;
  const waiting =
    announced.data === undefined ? undefined : announcementOf(announced.data, { coolDown, nowSeconds });

  const [done, setDone] = useState('');

  async function send(data: Hex, then: string): Promise<void> {
    setDone(then);
    if (await flow.run((wallet) => wallet.send({ to: config.contracts.staking, data }))) setText('');
  }

  function outcome(): string[] {
    if (bps === undefined || bps === current) return [];
    if (!raises) return [`After this: ${bps / 100} % at once, instead of ${current / 100} %.`];
    const from = nowSeconds + coolDown;
    return [
      `Now: everybody can see that you want ${bps / 100} %. You keep ${current / 100} % for ${formatDuration(coolDown)}, so that voters can leave.`,
      `From ${formatMoment(from)} until ${formatMoment(from + coolDown)}: bring it into force here. Later it has lapsed.`,
    ];
  }

  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Commission</h2>
      <p>
        You keep <b>{current / 100} %</b> of what the emission pays your voters. Fees are shared without a
        commission.
      </p>
      {waiting !== undefined && (
        <div className="hint">
          <p>
            {`Announced: ${waiting.bps / 100} %. `}
            {waiting.due ? (
              `You can apply it until ${formatMoment(waiting.until)}; then it lapses.`
            ) : (
              <>
                You can apply it in <Countdown until={waiting.from} label="Time until it can be applied" />,
                from {formatMoment(waiting.from)} to {formatMoment(waiting.until)}.
              </>
            )}
          </p>
          <div className="row-actions">
            <TransactionButton
              flow={flow}
              disabled={!waiting.due}
              onClick={() => void send(applyCommissionCall(node.id), `${waiting.bps / 100} % is in force.`)}
            >
              Apply {waiting.bps / 100} %
            </TransactionButton>
            <TransactionButton
              flow={flow}
              look="quiet"
              onClick={() => void send(setCommissionCall(node.id, current), 'The announcement is withdrawn.')}
            >
              Keep {current / 100} %
            </TransactionButton>
          </div>
        </div>
      )}
      <div className="field">
        <label htmlFor={`${id}-percent`}>New commission, in percent</label>
        <input
          id={`${id}-percent`}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          readOnly={flow.busy}
          aria-invalid={!parsed.ok && parsed.problem !== 'EMPTY'}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setText(event.target.value)}
        />
        <p id={`${id}-problem`} className="field-problem" aria-live="polite">
          {parsed.ok ? '' : (COMMISSION_SENTENCES[parsed.problem] ?? '')}
        </p>
      </div>
      <Outcome lines={outcome()} />
      <TransactionButton
        flow={flow}
        disabled={bps === undefined || bps === current}
        onClick={() =>
          bps !== undefined &&
          void send(
            setCommissionCall(node.id, bps),
            `${bps / 100} % is ${raises ? 'announced' : 'in force'}.`,
          )
        }
      >
        {raises ? `Announce ${bps / 100} %` : bps === undefined ? 'Change it' : `Lower it to ${bps / 100} %`}
      </TransactionButton>
      <TransactionStatus flow={flow} done={done} />
    </section>
  );
}
