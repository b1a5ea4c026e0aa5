import { Link } from 'wouter';
import { onDemand } from '#web/design/onDemand.tsx';
import { loadMessages } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import { casePath } from '#web/paths/casePath.ts';

const AnswerOwnCase = onDemand(async () => {
  const [{ AnswerOwnCase }] = await Promise.all([
    import('#web/evidence/answer/AnswerOwnCase.tsx'),
    loadMessages('evidence', 'coordinator'),
  ]);
  return AnswerOwnCase;
});

/** The cases that run against this tab's node, one at least. */
export function AccusedCard({ casesAgainst }: { casesAgainst: readonly string[] }) {
  return (
    <section className="card" aria-labelledby="accused-title">
      <h2 id="accused-title">{t('mine.accusedCard.yourNodeIsAccused')}</h2>
      <p role="alert">{t('mine.accusedCard.somebodyReportedAResult')}</p>
      <ul className="rows" aria-label={t('mine.accusedCard.casesAgainstYourNode')}>
        {casesAgainst.map((caseId) => (
          <li key={caseId} className="row">
            <div className="accused-case">
              <Link href={casePath(caseId)}>{t('mine.accusedCard.case', { id: caseId })}</Link>
              <AnswerOwnCase caseId={caseId} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
