import { Link } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { Badge } from '#web/components/Badge.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { rich, t } from '#web/language/translate.ts';
import { LossLine } from '#web/losses/LossLine.tsx';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useNetwork } from '#web/network/networkContext.ts';
import { nodePath, ownNodePath } from '#web/paths/nodePath.ts';
import type { Position } from '#web/portfolio/holdings.ts';
import type { PositionOrder } from '#web/portfolio/PositionDialog.tsx';
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
  const slashes = portfolio.slashes.filter(({ penalty }) => penalty.nodeId === node.id);
  const state = stateText(node, { nowSeconds });
  const stake = { amount, count: countOf(node), commissionBps: isBond ? 0 : node.commissionBps };
  const mayBeFreed = !node.retired && node.jailedUntil > 0 && node.jailedUntil <= nowSeconds;
  const earning = earningPhrase(stake, emission, 0n);
  const unjail = () =>
    void flow.run((wallet) => wallet.send({ to: config.contracts.staking, data: unjailCall(node.id) }));
  return (
    <li className="row" aria-label={label}>
      <div className="row-main">
        <span className="position-head">
          <b className="digits">
            <ExactAmount wei={amount} unit="CAI" />
          </b>
          <span>
            {rich('portfolio.positionList.inLabel', {
              label,
              link: (part) => <Link href={nodePath(node.id)}>{part}</Link>,
            })}
          </span>
          <Badge tone={state.tone}>{state.words}</Badge>
        </span>
        <small className="muted">
          {isBond
            ? t('portfolio.positionList.bondStory', { earning, state: state.sentence })
            : t('portfolio.positionList.votesStory', {
                value: node.commissionBps / 100,
                earning,
                state: state.sentence,
              })}
        </small>
        {slashes.map((slash) => (
          <small key={slash.penalty.transaction} className="warn">
            <LossLine slash={slash} label={label} />
          </small>
        ))}
      </div>
      <div className="row-actions">
        {mayBeFreed && (
          <TransactionButton
            flow={flow}
            look="quiet"
            label={t('portfolio.positionList.freeLabel', { label })}
            onClick={unjail}
          >
            {t('portfolio.positionList.free')}
          </TransactionButton>
        )}
        {isBond && !node.retired ? (
          <Link
            className="button"
            href={ownNodePath(node.id)}
            aria-label={t('portfolio.positionList.manageLabel', { label })}
          >
            {t('portfolio.positionList.manage')}
          </Link>
        ) : (
          <>
            <ActionButton
              unavailable={voteBar(node, isBond) ?? undefined}
              label={t('portfolio.positionList.voteMoreForLabel', { label })}
              onClick={() => onOrder({ kind: 'vote', node })}
            >
              {t('portfolio.positionList.voteMore')}
            </ActionButton>
            <ActionButton
              label={t('portfolio.positionList.moveFromLabel', { label })}
              onClick={() => onOrder({ kind: 'move', node })}
            >
              {t('portfolio.positionList.move')}
            </ActionButton>
            <ActionButton
              label={t('portfolio.positionList.takeOutOfLabel', { label })}
              onClick={() => onOrder({ kind: 'unvote', node })}
            >
              {t('portfolio.positionList.takeOut')}
            </ActionButton>
          </>
        )}
      </div>
    </li>
  );
}

interface PositionListProps {
  portfolio: Portfolio;
  onOrder: (order: PositionOrder) => void;
}

/** Where the wallet's stake is: in nodes, and idle. */
export function PositionList({ portfolio, onOrder }: PositionListProps) {
  const { positions, idle, emission } = portfolio;
  const flow = useTransaction();
  return (
    <section className="card span" aria-labelledby="positions-title">
      <h2 id="positions-title">{t('portfolio.positionList.positions')}</h2>
      {positions.length === 0 && idle === 0n ? (
        <EmptyNotice level={3} title={t('portfolio.positionList.noStakeYet')}>
          <p>
            {rich('portfolio.positionList.stakeCaiFirstThen', {
              link: (part) => <Link href="/stake">{part}</Link>,
            })}
          </p>
        </EmptyNotice>
      ) : (
        <ul className="rows positions" aria-label={t('portfolio.positionList.positions')}>
          {positions.map((position) => (
            <PositionRow
              key={String(position.node.id)}
              portfolio={portfolio}
              position={position}
              flow={flow}
              onOrder={onOrder}
            />
          ))}
          <li className="row" aria-label={t('portfolio.positionList.idleStake')}>
            <div className="row-main">
              <span className="position-head">
                <b className="digits">
                  <ExactAmount wei={idle} unit="CAI" />
                </b>
                <span>{t('portfolio.positionList.idle')}</span>
              </span>
              <small className="muted">
                {idle === 0n
                  ? t('portfolio.positionList.nothingIsIdle')
                  : t('portfolio.positionList.itCannotBeSlashed', {
                      idle: earningPhrase(idleStake(idle), emission, 0n),
                    })}
              </small>
            </div>
            <div className="row-actions">
              <ActionButton
                label={t('portfolio.positionList.voteWithIdleStake')}
                onClick={() => onOrder({ kind: 'vote', node: undefined })}
              >
                {t('portfolio.positionList.vote')}
              </ActionButton>
              <Link className="button" href="/stake" aria-label={t('portfolio.positionList.stakeOrUnstake')}>
                {t('portfolio.positionList.stakeOrUnstake')}
              </Link>
            </div>
          </li>
        </ul>
      )}
      <TransactionStatus flow={flow} done={t('portfolio.positionList.theNodeIsActive')} />
    </section>
  );
}
