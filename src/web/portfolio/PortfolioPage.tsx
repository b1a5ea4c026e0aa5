import { useState } from 'react';
import type { Address } from 'viem';
import { Figure } from '#web/components/Figure.tsx';
import { ProblemNotice, WalletNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { ExitList } from '#web/portfolio/ExitList.tsx';
import { HistoryCard } from '#web/portfolio/history/HistoryCard.tsx';
import { totalsOf } from '#web/portfolio/holdings.ts';
import { LossNotice } from '#web/portfolio/LossNotice.tsx';
import { PositionDialog, type PositionOrder } from '#web/portfolio/PositionDialog.tsx';
import { PositionList } from '#web/portfolio/PositionList.tsx';
import { positionsCsv } from '#web/portfolio/positionsCsv.ts';
import { RewardsCard } from '#web/portfolio/RewardsCard.tsx';
import { type Portfolio, usePortfolio } from '#web/portfolio/usePortfolio.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import '#web/portfolio/portfolio.css';
import { t } from '#web/language/translate.ts';

export function PortfolioView({ portfolio }: { portfolio: Portfolio }) {
  const totals = totalsOf(portfolio);
  const [order, setOrder] = useState<PositionOrder | null>(null);
  return (
    <>
      <LossNotice portfolio={portfolio} onOrder={setOrder} />
      <dl className="figures strip" aria-label={t('portfolio.portfolioPage.yourStakeInCai')}>
        <Figure
          name={t('portfolio.portfolioPage.total')}
          note={t('portfolio.portfolioPage.caiWithoutTheWallets')}
        >
          <ExactAmount wei={totals.total} />
        </Figure>
        <Figure name={t('portfolio.portfolioPage.votes')} note="CAI">
          <ExactAmount wei={totals.votes} />
        </Figure>
        <Figure name={t('portfolio.portfolioPage.ownBonds')} note="CAI">
          <ExactAmount wei={totals.bonds} />
        </Figure>
        <Figure name={t('portfolio.portfolioPage.idle')} note="CAI">
          <ExactAmount wei={totals.idle} />
        </Figure>
        <Figure name={t('portfolio.portfolioPage.leaving')} note="CAI">
          <ExactAmount wei={totals.leaving} />
        </Figure>
        <Figure name={t('portfolio.portfolioPage.rewards')} note="CAI">
          <ExactAmount wei={totals.rewards} />
        </Figure>
      </dl>
      <div className="columns">
        <PositionList portfolio={portfolio} onOrder={setOrder} />
        <RewardsCard portfolio={portfolio} />
        <ExitList portfolio={portfolio} />
        <HistoryCard address={portfolio.address} positions={() => positionsCsv(portfolio)} />
      </div>
      {order !== null && (
        <PositionDialog portfolio={portfolio} order={order} onClose={() => setOrder(null)} />
      )}
    </>
  );
}

function PortfolioOf({ address }: { address: Address }) {
  const { portfolio, failed, retry } = usePortfolio(address);
  if (portfolio !== undefined) return <PortfolioView portfolio={portfolio} />;
  if (failed)
    return <ProblemNotice what={t('portfolio.portfolioPage.yourPortfolioCouldNot')} onRetry={retry} />;
  return (
    <p className="page-loading muted" role="status">
      {t('portfolio.portfolioPage.readingTheChain')}
    </p>
  );
}

/** Everything a wallet has in the network, and every way to move it. */
export function PortfolioPage() {
  usePageTitle(t('shell.pageHead.portfolio'));
  const { address } = useWallet();
  return (
    <>
      <PageHead path="/portfolio" />
      {address === undefined ? (
        <WalletNotice>{t('portfolio.portfolioPage.connectAWalletTo')}</WalletNotice>
      ) : (
        <PortfolioOf key={address} address={address} />
      )}
    </>
  );
}
