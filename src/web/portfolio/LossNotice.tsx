import { ActionButton } from '#web/action/ActionButton.tsx';
import { t } from '#web/language/translate.ts';
import { LossLine } from '#web/losses/LossLine.tsx';
import type { PositionOrder } from '#web/portfolio/PositionDialog.tsx';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';

/** Older slashes stand at their positions alone, in seconds. */
const NEWS_S = 30 * 86_400;

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
