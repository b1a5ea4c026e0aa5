import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

const READERS: { who: MessageKey; text: MessageKey }[] = [
  { who: 'developers.privacy.theMiner', text: 'developers.privacy.theMinerText' },
  { who: 'developers.privacy.theCoordinator', text: 'developers.privacy.theCoordinatorText' },
  { who: 'developers.privacy.theJurors', text: 'developers.privacy.theJurorsText' },
];

/** Who can read what a program sends. */
export function Privacy() {
  return (
    <section className="section" aria-labelledby="privacy-title">
      <div className="section-head">
        <h2 id="privacy-title">{t('developers.privacy.whoReads')}</h2>
        <p className="warn">{t('developers.privacy.nothingSecret')}</p>
      </div>
      <ul className="cards">
        {READERS.map(({ who, text }) => (
          <li key={who} className="card reader">
            <h3>{t(who)}</h3>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
      <p className="muted reader-rest">{t('developers.privacy.others')}</p>
    </section>
  );
}
