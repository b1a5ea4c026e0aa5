import { useId, useState } from 'react';
import type { Address, Hex } from 'viem';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { TransactionStatus } from '#web/components/TransactionButton.tsx';
import { AmountButton } from '#web/confirm/AmountButton.tsx';
import { PayoutField, usePayout } from '#web/confirm/PayoutField.tsx';
import { t } from '#web/language/translate.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useNetwork } from '#web/network/networkContext.ts';
import { sumOf } from '#web/portfolio/holdings.ts';
import { LapseHint } from '#web/portfolio/LapseHint.tsx';
import { NodeSelect } from '#web/portfolio/NodeSelect.tsx';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { IDLE_POOL } from '#web/queries/useStake.ts';
import { Outcome } from '#web/staking/Outcome.tsx';
import { afterCompound } from '#web/staking/outcome.ts';
import { claimCall, compoundCall } from '#web/staking/stakingCalls.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

interface SourceListProps {
  portfolio: Portfolio;
  left: ReadonlySet<bigint>;
  readOnly: boolean;
  onToggle: (pool: bigint) => void;
}

/** What each source has earned, to take or to leave. */
function SourceList({ portfolio, left, readOnly, onToggle }: SourceListProps) {
  const id = useId();
  return (
    <ul className="rows" aria-label={t('portfolio.rewardsCard.rewardsBySource')}>
      {[...portfolio.rewards].map(([pool, amount]) => (
        <li key={String(pool)} className="row">
          <p className="choice row-main">
            <input
              id={`${id}-${pool}`}
              type="checkbox"
              checked={!left.has(pool)}
              disabled={readOnly}
              onChange={() => onToggle(pool)}
            />
            <label htmlFor={`${id}-${pool}`}>
              {pool === IDLE_POOL ? t('portfolio.rewardsCard.idleStake') : portfolio.labelOf(pool)}
            </label>
          </p>
          <b className="digits">
            <ExactAmount wei={amount} unit="CAI" />
          </b>
        </li>
      ))}
    </ul>
  );
}

/** What stake has earned, by source: paid out, or put back to earn more. */
export function RewardsCard({ portfolio }: { portfolio: Portfolio }) {
  const { rewards, idle, emission, targets, placeOf, labelOf } = portfolio;
  const { config } = useNetwork();
  const to = config.contracts.staking;
  const flow = useTransaction();
  const [done, setDone] = useState('');
  const payout = usePayout(portfolio.address);
  const [left, setLeft] = useState<ReadonlySet<bigint>>(new Set());
  const [targetId, setTargetId] = useState<bigint | undefined>();

  const pools = [...rewards.keys()].filter((pool) => !left.has(pool));
  const amount = sumOf(pools.map((pool) => rewards.get(pool) ?? 0n));
  const target = targets.find(({ id }) => id === targetId);
  const untaken = amount === 0n ? t('portfolio.rewardsCard.tickRewards') : undefined;
  const missing = untaken ?? payout.missing;
  const some = amount === 0n ? undefined : amount;

  function toggle(pool: bigint): void {
    setLeft((previous) => {
      const next = new Set(previous);
      if (!next.delete(pool)) next.add(pool);
      return next;
    });
  }

  function send(data: Hex, then: string): void {
    setDone(then);
    void flow.run((wallet) => wallet.send({ to, data, cai: amount }));
  }

  function claim(receiver: Address): void {
    send(
      claimCall(pools, receiver),
      t(payout.elsewhere ? 'portfolio.rewardsCard.claimedElsewhere' : 'portfolio.rewardsCard.claimed'),
    );
  }

  function compound(): void {
    send(
      compoundCall(pools, target?.id ?? IDLE_POOL),
      target === undefined
        ? t('portfolio.rewardsCard.compoundedIdle')
        : t('portfolio.rewardsCard.compoundedIntoWhere', { where: labelOf(target.id) }),
    );
  }

  return (
    <section className="card span" aria-labelledby="rewards-title">
      <h2 id="rewards-title">{t('portfolio.rewardsCard.rewards')}</h2>
      {rewards.size === 0 ? (
        <EmptyNotice level={3} title={t('portfolio.rewardsCard.noRewardsYet')}>
          <p>{t('portfolio.rewardsCard.stakeEarnsFromThe')}</p>
        </EmptyNotice>
      ) : (
        <SourceList portfolio={portfolio} left={left} readOnly={flow.busy} onToggle={toggle} />
      )}
      {rewards.size > 0 && (
        <div className="halves">
          <div className="half">
            <h3>{t('portfolio.rewardsCard.claim')}</h3>
            <PayoutField payout={payout} what="rewards" readOnly={flow.busy} />
            <AmountButton
              flow={flow}
              wei={some}
              unavailable={missing}
              text="portfolio.rewardsCard.claimAmount"
              onClick={() => payout.to !== undefined && claim(payout.to)}
            />
          </div>
          <div className="half">
            <h3>{t('portfolio.rewardsCard.compound')}</h3>
            <NodeSelect
              label={t('portfolio.rewardsCard.putThemInto')}
              portfolio={portfolio}
              first={t('portfolio.rewardsCard.idleStake')}
              chosen={target?.id}
              readOnly={flow.busy}
              onChoose={setTargetId}
            />
            <Outcome
              lines={[
                afterCompound(target === undefined ? undefined : placeOf(target), { amount, idle }, emission),
              ]}
            />
            <AmountButton
              flow={flow}
              look="quiet"
              wei={some}
              unavailable={untaken}
              text="portfolio.rewardsCard.compoundAmount"
              onClick={compound}
            />
          </div>
        </div>
      )}
      <LapseHint portfolio={portfolio} />
      <TransactionStatus flow={flow} done={done} missing={rewards.size > 0 ? missing : undefined} />
    </section>
  );
}
