import { Badge } from '#web/components/Badge.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useChainNowSeconds, useHead } from '#web/queries/useChainClock.ts';
import { formatDuration, formatMoment } from '#web/time/moment.ts';

/** Whether the chain answers, and how old its newest block is. */
export function ChainCard({ silent }: { silent: boolean }) {
  const { config } = useNetwork();
  const head = useHead();
  const now = useChainNowSeconds();
  const answered = head.dataUpdatedAt === 0 ? null : formatMoment(head.dataUpdatedAt / 1_000);
  return (
    <section className="card" aria-labelledby="chain-title">
      <div className="split">
        <h2 id="chain-title">{t('status.chainCard.chain', { name: config.name })}</h2>
        {silent ? (
          <Badge tone="bad">{t('status.chainCard.silent')}</Badge>
        ) : head.data === undefined ? (
          <Badge tone="neutral">{t('status.chainCard.checking')}</Badge>
        ) : (
          <Badge tone="good">{t('status.chainCard.answers')}</Badge>
        )}
      </div>
      <dl className="figures" aria-label={t('status.chainCard.figures')}>
        <Figure name={t('status.chainCard.lastBlock')}>
          {head.data && formatCount(Number(head.data.number))}
        </Figure>
        <Figure name={t('status.chainCard.itsAge')}>
          {head.data && formatDuration(now - head.data.timestamp)}
        </Figure>
        <Figure name={t('status.chainCard.silentSince')}>
          {silent ? (answered ?? t('status.chainCard.beforeThisVisit')) : t('status.chainCard.notSilent')}
        </Figure>
      </dl>
    </section>
  );
}
