import { fineOfSeats } from '#chain/courts/courtTerms.ts';
import { FIRST_AUDITED, LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { Figure } from '#web/components/Figure.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { useCourtTerms } from '#web/queries/useCourt.ts';
import { CheckPath } from '#web/trust/CheckPath.tsx';
import { percentOf } from '#web/trust/case/stakeSentence.ts';

const STEPS: { title: MessageKey; text: MessageKey }[] = [
  {
    title: 'trust.howItWorks.aMinerSignsIts',
    text: 'trust.howItWorks.withEveryResultA',
  },
  {
    title: 'trust.howItWorks.auditsAreDrawn',
    text: 'trust.howItWorks.aBlockThatComes',
  },
  {
    title: 'trust.howItWorks.aJuryDecides',
    text: 'trust.howItWorks.aFailedAuditIs',
  },
];

function Costs() {
  const { data: terms } = useCourtTerms();
  return (
    <li className="card how-step">
      <h3>{t('trust.howItWorks.cheatingCostsMoreThan')}</h3>
      <p>{t('trust.howItWorks.aWrongResultCosts')}</p>
      <dl className="figures">
        <Figure name={t('trust.howItWorks.aWrongResultCosts2')} note={t('trust.howItWorks.ofTheStake')}>
          {terms && percentOf(terms.slashBps)}
        </Figure>
        <Figure name={t('trust.howItWorks.firstJury')} note={t('trust.howItWorks.seatsOnAverage')}>
          {terms && formatCount(terms.seats)}
        </Figure>
        <Figure name={t('trust.howItWorks.aJurorEarns')} note={t('trust.howItWorks.aSeatThatAgrees')}>
          {terms && <ExactAmount wei={terms.pay} unit="CAI" />}
        </Figure>
        <Figure name={t('trust.howItWorks.aJurorLoses')} note={t('trust.howItWorks.aSeatThatDoes')}>
          {terms && <ExactAmount wei={fineOfSeats(terms, { seats: 1, isSealed: true })} unit="CAI" />}
        </Figure>
        <Figure
          name={t('trust.howItWorks.anAbsentJurorLoses')}
          note={t('trust.howItWorks.aSeatWithoutAVote')}
        >
          {terms && <ExactAmount wei={terms.fine} unit="CAI" />}
        </Figure>
      </dl>
    </li>
  );
}

/** How results of strangers' browsers come to be trusted. */
export function HowItWorks() {
  return (
    <section className="section" aria-labelledby="how-title">
      <div className="section-head">
        <h2 id="how-title">{t('trust.howItWorks.howItWorks')}</h2>
      </div>
      <CheckPath />
      <ol className="cards how">
        {STEPS.map(({ title, text }) => (
          <li key={title} className="card how-step">
            <h3>{t(title)}</h3>
            <p>{t(text, { first: FIRST_AUDITED, among: 1 / LEAST_AUDITED })}</p>
          </li>
        ))}
        <Costs />
      </ol>
    </section>
  );
}
