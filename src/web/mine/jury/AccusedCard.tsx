import { Link } from 'wouter';
import { t } from '#web/language/translate.ts';
import { casePath } from '#web/paths/casePath.ts';

/** The cases that run against this tab's node, one at least. */
export function AccusedCard({ casesAgainst }: { casesAgainst: readonly string[] }) {
  return (
    <section className="card" role="alert" aria-labelledby="accused-title">
      <h2 id="accused-title">{t('mine.accusedCard.yourNodeIsAccused')}</h2>
      <p>{t('mine.accusedCard.somebodyReportedAResult')}</p>
      <ul className="rows" aria-label={t('mine.accusedCard.casesAgainstYourNode')}>
        {casesAgainst.map((caseId) => (
          <li key={caseId} className="row">
            <Link href={casePath(caseId)}>{t('mine.accusedCard.case', { id: caseId })}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
