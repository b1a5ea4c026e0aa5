import { encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Nodes in one transaction: each costs some 60,000 gas. */
const MOST_AT_ONCE = 50;

/** The nodes that earn double beyond the time that their fees have paid for: nothing ends that by itself. */
export const overdueOf = ({ targets, nowSeconds }: Pick<Portfolio, 'targets' | 'nowSeconds'>): bigint[] =>
  targets
    .filter(({ workingUntil }) => workingUntil !== 0 && workingUntil <= nowSeconds)
    .map(({ id }) => id)
    .slice(0, MOST_AT_ONCE);

/** Anybody may end it, and everybody else earns more from then on. */
export function LapseHint({ portfolio }: { portfolio: Portfolio }) {
  const { config } = useNetwork();
  const flow = useTransaction();
  const overdue = overdueOf(portfolio);
  const lapse = () =>
    void flow.run((wallet) =>
      wallet.send({
        to: config.contracts.staking,
        data: encodeFunctionData({ abi: stakingAbi, functionName: 'lapse', args: [overdue] }),
      }),
    );
  if (overdue.length === 0 && flow.state.phase === 'idle') return null;
  if (overdue.length === 0)
    return <TransactionStatus flow={flow} done={t('portfolio.lapseHint.endedAllOthersEarn')} />;
  return (
    <div className="hint">
      <p>{t('portfolio.lapseHint.nodesEarnDouble', { count: overdue.length })}</p>
      <div className="row-actions">
        <TransactionButton flow={flow} look="quiet" onClick={lapse}>
          {t('portfolio.lapseHint.endIt')}
        </TransactionButton>
      </div>
      <TransactionStatus flow={flow} done="" />
    </div>
  );
}
