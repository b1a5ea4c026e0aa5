import { Link } from 'wouter';
import type { ApiModel } from '#protocol/messages/api.ts';
import { cardPath } from '#web/catalogue/cardPath.ts';
import { onDemand } from '#web/design/onDemand.tsx';
import { t } from '#web/language/translate.ts';

const NoMiner = onDemand(async () => (await import('#web/create/waiting/NoMiner.tsx')).NoMiner);

/** What a model can do, what it costs, and whether anybody serves it. */
export function ModelNote({ model, away, working }: { model: ApiModel; away: boolean; working: boolean }) {
  const { name, miners, note, price_cai, price_unit, licence } = model.cuckoo;
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
      {/* A task under way tells it itself. */}
      {miners === 0 && !away && !working && <NoMiner model={name} isOrdered={false} />}
    </div>
  );
}
