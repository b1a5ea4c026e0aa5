import { Link } from 'wouter';
import type { OwnSlash } from '#chain/history/ownSlashes.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import type { PositionOrder } from '#web/portfolio/PositionDialog.tsx';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { formatDay } from '#web/time/moment.ts';

/** Older slashes stand at their positions alone, in seconds. */
const NEWS_S = 30 * 86_400;

/** When a node was slashed, and what that took of the wallet's stake. */
export function LossLine({ slash, label }: { slash: OwnSlash; label: string }) {
  const { at, lost, isGivenBack, penalty } = slash;
  return (
    <>
      <span>
        {lost === undefined
          ? t('portfolio.lossNotice.youLostSome', { label, at: formatDay(at) })
          : t('portfolio.lossNotice.youLost', { label, at: formatDay(at), lost: formatCai(lost) })}
        {isGivenBack && ` ${t('portfolio.lossNotice.givenBack')}`}
      </span>{' '}
      <Link href={nodePath(penalty.nodeId)} aria-label={t('portfolio.lossNotice.seeWhyLabel', { label })}>
        {t('portfolio.lossNotice.seeWhy')}
      </Link>
    </>
  );
}

interface LossNoticeProps {
  portfolio: Portfolio;
  onOrder: (order: PositionOrder) => void;
}

/** Above all else: what slashes took of the wallet's stake lately. */
export function LossNotice({ portfolio, onOrder }: LossNoticeProps) {
  const { slashes, positions, nowSeconds, labelOf } = portfolio;
  const news = slashes.filter(({ at }) => at > nowSeconds - NEWS_S);
  if (news.length === 0) return null;
  return (
    <section className="hint loss-notice" aria-label={t('portfolio.lossNotice.slashes')}>
      {news.map((slash) => {
        const { nodeId, transaction } = slash.penalty;
        const votes = positions.find(({ node, isBond }) => node.id === nodeId && !isBond);
        return (
          <p key={`${transaction}-${nodeId}`}>
            <LossLine slash={slash} label={labelOf(nodeId)} />
            {votes !== undefined && (
              <>
                {' · '}
                <ActionButton
                  className="small"
                  label={t('portfolio.positionList.takeOutOfLabel', { label: labelOf(nodeId) })}
                  onClick={() => onOrder({ kind: 'unvote', node: votes.node })}
                >
                  {t('portfolio.positionList.takeOut')}
                </ActionButton>
              </>
            )}
          </p>
        );
      })}
    </section>
  );
}
