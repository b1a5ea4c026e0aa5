import type { Address } from 'viem';
import { Figure } from '#web/components/Figure.tsx';
import { ProblemNotice, WalletNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { formatAmount } from '#web/money/amount.ts';
import { ExitList } from '#web/portfolio/ExitList.tsx';
import { HistoryCard } from '#web/portfolio/history/HistoryCard.tsx';
import { totalsOf } from '#web/portfolio/holdings.ts';
import { PositionList } from '#web/portfolio/PositionList.tsx';
import { positionsCsv } from '#web/portfolio/positionsCsv.ts';
import { RewardsCard } from '#web/portfolio/RewardsCard.tsx';
import { type Portfolio, usePortfolio } from '#web/portfolio/usePortfolio.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import '#web/portfolio/portfolio.css';

export function PortfolioView({ portfolio }: { portfolio: Portfolio }) {
  const totals = totalsOf(portfolio);
  return (
    <>
      <dl className="figures strip" aria-label="Your stake in CAI">
        <Figure name="Total" note="CAI, without the wallet’s balance">
          {formatAmount(totals.total)}
        </Figure>
        <Figure name="Votes">{formatAmount(totals.votes)}</Figure>
        <Figure name="Own bonds">{formatAmount(totals.bonds)}</Figure>
        <Figure name="Idle">{formatAmount(totals.idle)}</Figure>
        <Figure name="Leaving">{formatAmount(totals.leaving)}</Figure>
        <Figure name="Rewards">{formatAmount(totals.rewards)}</Figure>
      </dl>
      <div className="columns">
        <PositionList portfolio={portfolio} />
        <RewardsCard portfolio={portfolio} />
        <ExitList portfolio={portfolio} />
        <HistoryCard address={portfolio.address} positions={() => positionsCsv(portfolio)} />
      </div>
    </>
  );
}

function PortfolioOf({ address }: { address: Address }) {
  const { portfolio, failed, retry } = usePortfolio(address);
  if (portfolio !== undefined) return <PortfolioView portfolio={portfolio} />;
  if (failed) return <ProblemNotice what="Your portfolio could not be read" onRetry={retry} />;
  return (
    <p className="page-loading muted" role="status">
      Reading the chain…
    </p>
  );
}

/** Everything a wallet has in the network, and every way to move it. */
export function PortfolioPage() {
  usePageTitle('Portfolio');
  const { address } = useWallet();
  return (
    <>
      <PageHead path="/portfolio" />
      {address === undefined ? (
        <WalletNotice>Connect a wallet to see what it has in the network and what it earns.</WalletNotice>
      ) : (
        <PortfolioOf key={address} address={address} />
      )}
    </>
  );
}
