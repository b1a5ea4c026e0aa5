import type { ReactNode } from 'react';
import type { Address } from 'viem';
import { Link } from 'wouter';
import { type CourtTerms, quorumOfRound, seatsOfRound } from '#chain/courts/courtTerms.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { PageHead } from '#web/components/PageHead.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatCai, formatCount } from '#web/money/amount.ts';
import { nodePath } from '#web/paths/nodePath.ts';
import { formatMoment } from '#web/time/moment.ts';
import { caseNote } from '#web/trust/case/caseNote.ts';
import { caseState, nextDeadline } from '#web/trust/case/caseState.ts';
import { caseTimeline } from '#web/trust/case/caseTimeline.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';
import { stakeSentence } from '#web/trust/case/stakeSentence.ts';

interface CaseViewProps {
  theCase: ShownCase;
  /** Who called the first jury; undefined while it is read. */
  reporter: Address | undefined;
  /** That the accused node announces. */
  name: string | undefined;
  terms: CourtTerms | undefined;
  nowSeconds: number;
  /** What coordinators say of it. */
  children?: ReactNode;
}

function Timeline({ theCase, nowSeconds }: Pick<CaseViewProps, 'theCase' | 'nowSeconds'>) {
  const { round } = theCase;
  return (
    <section className="card" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('trust.caseView.timeline')}</h2>
      {round > 0 && (
        <p className="muted">
          {round === 1
            ? t('trust.caseView.jury1VotedBefore')
            : t('trust.caseView.juriesVotedBefore', { round })}
        </p>
      )}
      <ol className="timeline">
        {caseTimeline(theCase, nowSeconds).map(({ at, text, isNext, isPast }) => (
          <li key={text} data-past={isPast} aria-current={isNext ? 'step' : undefined}>
            <time dateTime={new Date(at * 1_000).toISOString()}>{formatMoment(at)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Votes({ theCase, terms }: Pick<CaseViewProps, 'theCase' | 'terms'>) {
  const { round, jury } = theCase;
  const { wrong, right, unavailable } = jury.votes;
  return (
    <section className="card" aria-labelledby="votes-title">
      <h2 id="votes-title">{t('trust.caseView.votesOfJury', { jury: round + 1 })}</h2>
      {terms !== undefined && (
        <p className="muted">
          {t('trust.caseView.itHasSeatsSeats', {
            seats: formatCount(seatsOfRound(terms, round)),
            quorum: formatCount(quorumOfRound(terms, round)),
          })}
        </p>
      )}
      <dl className="figures">
        <Figure name={t('trust.caseView.wrong')}>{formatCount(wrong)}</Figure>
        <Figure name={t('trust.caseView.right')}>{formatCount(right)}</Figure>
        <Figure name={t('trust.caseView.withoutEvidence')}>{formatCount(unavailable)}</Figure>
      </dl>
    </section>
  );
}

const tag = (address: Address) => <AddressTag address={address} />;

function Parties({ theCase, name, reporter }: Pick<CaseViewProps, 'theCase' | 'name' | 'reporter'>) {
  const { nodeId, round, jury } = theCase;
  const appealed = round > 0;
  const deposit_cai = formatCai(jury.deposit);
  return (
    <dl className="facts">
      <div>
        <dt>{t('trust.caseView.accused')}</dt>
        <dd>
          <Link href={nodePath(nodeId)}>{nodeLabel(nodeId, name)}</Link>
        </dd>
      </div>
      <div>
        <dt>{t('trust.caseView.reportedBy')}</dt>
        <dd>
          {reporter === undefined
            ? '–'
            : appealed
              ? tag(reporter)
              : rich('trust.caseView.whoDepositedDepositCai2', {
                  deposit_cai,
                  addresstag: () => tag(reporter),
                })}
        </dd>
      </div>
      {appealed && (
        <div>
          <dt>{t('trust.caseView.appealedBy')}</dt>
          <dd>
            {rich('trust.caseView.whoDepositedDepositCai2', {
              deposit_cai,
              addresstag: () => tag(jury.party),
            })}
          </dd>
        </div>
      )}
    </dl>
  );
}

/**
 * One case: who, when, how the juries voted, and what it did to stake. All of it is the chain's; what
 * coordinators say stands below.
 */
export function CaseView({ theCase, reporter, name, terms, nowSeconds, children }: CaseViewProps) {
  const { words, tone } = caseState(theCase);
  const deadline = nextDeadline(theCase);
  return (
    <>
      <PageHead path="/cases/:id" name={t('trust.caseView.caseId', { id: theCase.caseId })}>
        <p>{caseNote(theCase)}</p>
        <p className="state-line">
          <Badge tone={tone}>{words}</Badge>
          {deadline !== null && <Countdown until={deadline.at} label={deadline.label} />}
        </p>
      </PageHead>
      <div className="columns">
        <Timeline theCase={theCase} nowSeconds={nowSeconds} />
        <div className="case-column">
          <section className="card" aria-labelledby="stake-title">
            <h2 id="stake-title">{t('trust.caseView.stake')}</h2>
            <Parties theCase={theCase} name={name} reporter={reporter} />
            <p>{stakeSentence(theCase, terms)}</p>
          </section>
          <Votes theCase={theCase} terms={terms} />
        </div>
        {children}
      </div>
    </>
  );
}
