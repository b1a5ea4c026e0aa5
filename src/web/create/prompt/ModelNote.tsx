import { Link } from 'wouter';
import type { ApiModel } from '#protocol/messages/api.ts';
import { cardPath } from '#web/catalogue/siteModel.ts';
import { rich, t } from '#web/language/translate.ts';

/** What a model can do, what it costs, and whether anybody serves it. */
export function ModelNote({ model, away }: { model: ApiModel; away: boolean }) {
  const { miners, note, price_cai, price_unit, licence } = model.cuckoo;
  return (
    <div className="hint model-note">
      <p>
        <bdi>{note}</bdi>
      </p>
      <p className="muted">
        {t('create.modelNote.price', { price: price_cai, unit: price_unit, licence })}
        {!away && ` · ${t('create.modelNote.minersOnline', { count: miners })}`}
        {' · '}
        <Link href={cardPath(model.id)}>{t('create.modelNote.aboutThisModel')}</Link>
      </p>
      {miners === 0 && !away && (
        <p role="status" className="warn">
          {rich('create.modelNote.noMinerIsOnline', { link: (part) => <Link href="/mine">{part}</Link> })}
        </p>
      )}
    </div>
  );
}
