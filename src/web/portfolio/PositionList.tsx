import { useState } from 'react';
import { Link } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { Badge } from '#web/components/Badge.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { exactAmount, formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { nodePath, ownNodePath } from '#web/paths/nodePath.ts';
import type { Position } from '#web/portfolio/holdings.ts';
import { PositionDialog, type PositionOrder } from '#web/portfolio/PositionDialog.tsx';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { countOf, idleStake } from '#web/staking/emission.ts';
import { stateText, voteBar } from '#web/staking/nodeState.ts';
import { earningPhrase } from '#web/staking/outcome.ts';
import { unjailCall } from '#web/staking/stakingCalls.ts';
import { type TransactionFlow, useTransaction } from '#web/transaction/useTransaction.ts';

interface RowProps {
  portfolio: Portfolio;
  position: Position;
  flow: TransactionFlow;
  onOrder: (order: PositionOrder) => void;
}

function PositionRow({ portfolio, position, flow, onOrder }: RowProps) {
  const { config } = useNetwork();
  const { node, amount, isBond } = position;
  const { nowSeconds, emission, labelOf } = portfolio;
  const label = labelOf(node.id);
  const state = stateText(node, { nowSeconds });
  const stake = { amount, count: countOf(node), commissionBps: isBond ? 0 : node.commissionBps };
  const mayBeFreed = !node.retired && node.jailedUntil > 0 && node.jailedUntil <= nowSeconds;
  const kept = isBond ? 'Your bond' : `Your votes; its owner keeps ${node.commissionBps / 100} %`;
  const unjail = () =>
    void flow.run((wallet) => wallet.send({ to: config.contracts.staking, data: unjailCall(node.id) }));
  return (
    <li className="row" aria-label={label}>
      <div className="row-main">
        <span className="position-head">
          <b className="digits" title={`${exactAmount(amount)} CAI`}>
            {formatCai(amount)}
          </b>
          <span>
            in <Link href={nodePath(node.id)}>{label}</Link>
          </span>
          <Badge tone={state.tone}>{state.words}</Badge>
        </span>
        <small className="muted">
          {kept}, {earningPhrase(stake, emission, 0n)}. {state.sentence}
        </small>
      </div>
      <div className="row-actions">
        {mayBeFreed && (
          <TransactionButton flow={flow} look="quiet" label={`Free ${label}`} onClick={unjail}>
            Free
          </TransactionButton>
        )}
        {isBond && !node.retired ? (
          <Link className="button" href={ownNodePath(node.id)} aria-label={`Manage ${label}`}>
            Manage
          </Link>
        ) : (
          <>
            <ActionButton
              unavailable={voteBar(node, isBond) !== null}
              label={`Vote more for ${label}`}
              onClick={() => onOrder({ kind: 'vote', node })}
            >
              Vote more
            </ActionButton>
            <ActionButton label={`Move from ${label}`} onClick={() => onOrder({ kind: 'move', node })}>
              Move
            </ActionButton>
            <ActionButton label={`Take out of ${label}`} onClick={() => onOrder({ kind: 'unvote', node })}>
              Take out
            </ActionButton>
          </>
        )}
      </div>
    </li>
  );
}

/** Where the wallet's stake is: in nodes, and idle. */
export function PositionList({ portfolio }: { portfolio: Portfolio }) {
  const { positions, idle, emission } = portfolio;
  const [order, setOrder] = useState<PositionOrder | null>(null);
  const flow = useTransaction();
  return (
    <section className="card span" aria-labelledby="positions-title">
      <h2 id="positions-title">Positions</h2>
      {positions.length === 0 && idle === 0n ? (
        <EmptyNotice level={3} title="No stake yet">
          <p>
            Stake CAI first; then vote with it for a node, or mine with it.{' '}
            <Link href="/stake">Stake CAI</Link>
          </p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label="Positions">
          {positions.map((position) => (
            <PositionRow
              key={String(position.node.id)}
              portfolio={portfolio}
              position={position}
              flow={flow}
              onOrder={setOrder}
            />
          ))}
          <li className="row" aria-label="Idle stake">
            <div className="row-main">
              <span className="position-head">
                <b className="digits" title={`${exactAmount(idle)} CAI`}>
                  {formatCai(idle)}
                </b>
                <span>idle</span>
              </span>
              <small className="muted">
                {idle === 0n
                  ? 'Nothing is idle.'
                  : `It cannot be slashed, and is ${earningPhrase(idleStake(idle), emission, 0n)}.`}
              </small>
            </div>
            <div className="row-actions">
              <ActionButton
                label="Vote with idle stake"
                onClick={() => setOrder({ kind: 'vote', node: undefined })}
              >
                Vote
              </ActionButton>
              <Link className="button" href="/stake" aria-label="Stake or unstake">
                Stake or unstake
              </Link>
            </div>
          </li>
        </ul>
      )}
      <TransactionStatus flow={flow} done="The node is active again." />
      {order !== null && (
        <PositionDialog portfolio={portfolio} order={order} onClose={() => setOrder(null)} />
      )}
    </section>
  );
}
