import { type Address, encodeFunctionData, type Hex } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { Badge } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useNodeNames } from '#web/queries/useNodeNames.ts';
import { IDLE_POOL, type StakeExit } from '#web/queries/useStake.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface ExitRowProps {
  exit: StakeExit;
  names: ReadonlyMap<bigint, string>;
  ready: boolean;
  flow: ReturnType<typeof useTransaction>;
}

function ExitRow({ exit, names, ready, flow }: ExitRowProps) {
  const { config } = useNetwork();
  const amount = formatCai(exit.amount);
  // What left a node can still be slashed until then.
  const mayRestake = ready || exit.nodeId === IDLE_POOL;
  const labelOf = (id: bigint) => nodeLabel(id, names.get(id));
  const send = (encode: (to: Address) => Hex) =>
    void flow.run((wallet) => wallet.send({ to: config.contracts.staking, data: encode(wallet.address) }));
  const encodeAs = (functionName: 'restake' | 'rebond') => () =>
    encodeFunctionData({ abi: stakingAbi, functionName, args: [exit.id] });
  const encodeWithdrawal = (to: Address) =>
    encodeFunctionData({ abi: stakingAbi, functionName: 'withdraw', args: [exit.id, to] });
  return (
    <li className="row">
      <div className="row-main">
        <b className="digits">{amount}</b>
        <small className="muted">
          {exit.nodeId === IDLE_POOL
            ? 'from idle stake'
            : `from ${labelOf(exit.nodeId)}, slashable until withdrawn`}
          {exit.target !== IDLE_POOL && `, on its way to ${labelOf(exit.target)}`}
          {!mayRestake && '; you can restake it when its cool-down ends'}
        </small>
      </div>
      {ready ? (
        <Badge tone="good">Ready</Badge>
      ) : (
        <Countdown until={exit.readyAt} label={`Cool-down of ${amount}`} />
      )}
      <div className="row-actions">
        <TransactionButton
          flow={flow}
          disabled={!ready}
          label={`Withdraw ${amount}`}
          onClick={() => send(encodeWithdrawal)}
        >
          Withdraw
        </TransactionButton>
        <TransactionButton
          flow={flow}
          look="quiet"
          disabled={!mayRestake}
          label={`Restake ${amount}`}
          onClick={() => send(encodeAs('restake'))}
        >
          Restake
        </TransactionButton>
        {exit.nodeId !== IDLE_POOL && (
          <TransactionButton
            flow={flow}
            look="quiet"
            label={`Return ${amount} to ${labelOf(exit.nodeId)}`}
            onClick={() => send(encodeAs('rebond'))}
          >
            Return
          </TransactionButton>
        )}
      </div>
    </li>
  );
}

/** Stake that is leaving, with the time left of each cool-down. */
export function ExitList({ exits }: { exits: StakeExit[] | undefined }) {
  const nowSeconds = useChainNowSeconds();
  const flow = useTransaction();
  const nodes = (exits ?? []).flatMap(({ nodeId, target }) => [nodeId, target]);
  const names = useNodeNames(nodes.filter((id) => id !== IDLE_POOL));
  return (
    <section className="card span" aria-labelledby="exits-title">
      <h2 id="exits-title">Leaving</h2>
      {exits?.length === 0 ? (
        <EmptyNotice level={3} title="No exits">
          <p>What you unstake or unvote waits here until its cool-down ends.</p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label="Exits">
          {exits?.map((exit) => (
            <ExitRow
              key={String(exit.id)}
              exit={exit}
              names={names}
              ready={exit.readyAt <= nowSeconds}
              flow={flow}
            />
          ))}
        </ul>
      )}
      <TransactionStatus flow={flow} done="Done." />
    </section>
  );
}
