import { Link } from 'wouter';
import { fineOfSeats } from '#chain/courts/courtTerms.ts';
import { Figure } from '#web/components/Figure.tsx';
import { DocLayout, NoNumbers } from '#web/docs/DocLayout.tsx';
import { percent } from '#web/docs/percent.ts';
import { useTerms } from '#web/docs/useTerms.ts';
import { rich, t } from '#web/language/translate.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useCourtTerms } from '#web/queries/useCourt.ts';
import { formatDuration } from '#web/time/moment.ts';

/** What a slash takes, from whom, and what becomes of it. */
export function SlashingPage() {
  const court = useCourtTerms();
  const terms = useTerms();
  const [jury, fixed] = [court.data, terms.data];
  return (
    <DocLayout path="/docs/slashing">
      <dl className="figures strip" aria-label={t('docs.slashingPage.inFigures')}>
        <Figure name={t('docs.slashingPage.aWrongResult')} note={t('docs.slashingPage.ofAllStakeInTheNode')}>
          {jury && percent(jury.slashBps)}
        </Figure>
        <Figure name={t('docs.slashingPage.atMost')} note={t('docs.slashingPage.inOneCoolDown')}>
          {fixed && percent(fixed.capBps)}
        </Figure>
        <Figure name={t('docs.slashingPage.coolDown')} note={t('docs.slashingPage.leavingTakesSoLong')}>
          {fixed && formatDuration(fixed.coolDown)}
        </Figure>
        <Figure name={t('docs.slashingPage.aJurorsFine')} note={t('docs.slashingPage.aSeat')}>
          {jury && <ExactAmount wei={jury.fine} unit="CAI" />}
        </Figure>
        <Figure name={t('docs.slashingPage.aWrongVote')} note={t('docs.slashingPage.aSeatSealed')}>
          {jury && <ExactAmount wei={fineOfSeats(jury, { seats: 1, isSealed: true })} unit="CAI" />}
        </Figure>
      </dl>
      {(court.isError || terms.isError) && (
        <NoNumbers
          onRetry={() => {
            void court.refetch();
            void terms.refetch();
          }}
        />
      )}
      <h2>{t('docs.slashingPage.forWhat')}</h2>
      <ul>
        <li>{t('docs.slashingPage.wrongResult')}</li>
        <li>{t('docs.slashingPage.twoResults')}</li>
        <li>{t('docs.slashingPage.wrongDraw')}</li>
        <li>{t('docs.slashingPage.jurors')}</li>
      </ul>
      <h2>{t('docs.slashingPage.whoLoses')}</h2>
      <ul>
        <li>{t('docs.slashingPage.ownerAndVoters')}</li>
        <li>{t('docs.slashingPage.leavingToo')}</li>
        <li>{t('docs.slashingPage.idleNever')}</li>
        <li>{t('docs.slashingPage.jail')}</li>
      </ul>
      <h2>{t('docs.slashingPage.whereItGoes')}</h2>
      <p>
        {jury === undefined || fixed === undefined
          ? t('docs.slashingPage.heldThenBurned')
          : t('docs.slashingPage.heldThenBurnedFor', {
              paid: percent(jury.paidBps),
              hold: formatDuration(fixed.holdSeconds),
            })}
      </p>
      <p>
        {rich('docs.slashingPage.seeCases', {
          cases: (part) => <Link href="/cases">{part}</Link>,
          trust: (part) => <Link href="/trust">{part}</Link>,
        })}
      </p>
    </DocLayout>
  );
}
