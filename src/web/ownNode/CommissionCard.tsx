import { useId, useState } from 'react';
import type { Hex } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { Countdown } from '#web/components/Countdown.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { rich, t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { announcementOf, commissionSentence, parseCommission } from '#web/ownNode/commissionPlan.ts';
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
  const missing =
    bps === undefined
      ? t('node.commissionCard.typeItFirst')
      : bps === current
        ? t('node.commissionCard.isSoNow')
        : undefined;

  async function send(data: Hex, then: string): Promise<void> {
    setDone(then);
    if (await flow.run((wallet) => wallet.send({ to: config.contracts.staking, data }))) setText('');
  }

  function outcome(): string[] {
    if (bps === undefined || bps === current) return [];
    if (!raises)
      return [t('node.commissionCard.afterThisValueAt', { value: bps / 100, value2: current / 100 })];
    const from = nowSeconds + coolDown;
    return [
      t('node.commissionCard.nowEverybodyCanSee', {
        value: bps / 100,
        value2: current / 100,
        coolDown: formatDuration(coolDown),
      }),
      t('node.commissionCard.fromFromUntilMoment', {
        from: formatMoment(from),
        moment: formatMoment(from + coolDown),
      }),
    ];
  }

  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('node.commissionCard.commission')}</h2>
      <p>{rich('node.commissionCard.youKeep', { value: current / 100, b: (part) => <b>{part}</b> })}</p>
      {waiting !== undefined && (
        <div className="hint">
          <p>
            {waiting.due
              ? t('node.commissionCard.announcedDue', {
                  value: waiting.bps / 100,
                  until: formatMoment(waiting.until),
                })
              : rich('node.commissionCard.announcedWaits', {
                  value: waiting.bps / 100,
                  from: formatMoment(waiting.from),
                  until: formatMoment(waiting.until),
                  countdown: () => (
                    <Countdown until={waiting.from} label={t('node.commissionCard.timeUntilApplied')} />
                  ),
                })}
          </p>
          <div className="row-actions">
            <TransactionButton
              flow={flow}
              unavailable={waiting.due ? undefined : t('node.commissionCard.notYet')}
              onClick={() =>
                void send(
                  applyCommissionCall(node.id),
                  t('node.commissionCard.valueIsInForce', { value: waiting.bps / 100 }),
                )
              }
            >
              {t('node.commissionCard.apply', { value: waiting.bps / 100 })}
            </TransactionButton>
            <TransactionButton
              flow={flow}
              look="quiet"
              onClick={() =>
                void send(
                  setCommissionCall(node.id, current),
                  t('node.commissionCard.theAnnouncementIsWithdrawn'),
                )
              }
            >
              {t('node.commissionCard.keep', { value: current / 100 })}
            </TransactionButton>
          </div>
        </div>
      )}
      <div className="field">
        <label htmlFor={`${id}-percent`}>{t('node.commissionCard.newCommissionInPercent')}</label>
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
          {parsed.ok ? '' : commissionSentence(parsed.problem)}
        </p>
      </div>
      <Outcome lines={outcome()} />
      <TransactionButton
        flow={flow}
        unavailable={missing}
        onClick={() =>
          bps !== undefined &&
          void send(
            setCommissionCall(node.id, bps),
            t(raises ? 'node.commissionCard.isAnnounced' : 'node.commissionCard.valueIsInForce', {
              value: bps / 100,
            }),
          )
        }
      >
        {raises
          ? t('node.commissionCard.announceValue', { value: bps / 100 })
          : bps === undefined
            ? t('node.commissionCard.changeIt')
            : t('node.commissionCard.lowerItToValue', { value: bps / 100 })}
      </TransactionButton>
      <TransactionStatus flow={flow} done={done} missing={missing} />
    </section>
  );
}
