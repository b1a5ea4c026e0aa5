import type { ApiModel } from '#protocol/messages/api.ts';
import { t } from '#web/language/translate.ts';

/** @param models undefined while the coordinator does not answer */
export function Prices({ models }: { models: readonly ApiModel[] | undefined }) {
  return (
    <section className="section" aria-labelledby="prices-title">
      <div className="section-head">
        <h2 id="prices-title">{t('developers.prices.prices')}</h2>
        <p className="muted">{t('developers.prices.howCharged')}</p>
      </div>
      {models === undefined ? (
        <p className="muted">{t('developers.prices.unknown')}</p>
      ) : (
        <ul className="rows card" aria-label={t('developers.prices.prices')}>
          {models.map(({ id, cuckoo }) => (
            <li key={id} className="row">
              <span className="row-main">
                <code>{id}</code>
                <small className="muted">
                  {cuckoo.kind === 'image'
                    ? t('developers.prices.image', { steps: cuckoo.steps?.default ?? 1 })
                    : t('developers.prices.text')}
                  {' · '}
                  {t('developers.prices.minersOnline', { count: cuckoo.miners })}
                </small>
              </span>
              <strong>
                {t('developers.prices.perUnit', { price: cuckoo.price_cai, unit: cuckoo.price_unit })}
              </strong>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
