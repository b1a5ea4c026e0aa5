import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { rich, t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { formatMoment } from '#web/time/moment.ts';
import { CaseRecords } from '#web/trust/CaseRecords.tsx';
import { caseState, nextDeadline } from '#web/trust/caseState.ts';
import { caseTimeline } from '#web/trust/caseTimeline.ts';
import { stakeSentence } from '#web/trust/stakeSentence.ts';

interface CaseViewProps {
  theCase: ApiCaseDetail;
  /** Of the coordinator that told of it. */
  url: string;
  /** That the accused node announces. */
  name: string | undefined;
  terms: CourtTerms | undefined;
  nowSeconds: number;
}

function Timeline({ theCase, nowSeconds }: Pick<CaseViewProps, 'theCase' | 'nowSeconds'>) {
  const { round } = theCase.jury;
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

function Votes({ jury }: ApiCaseDetail) {
  const { votes, seats, quorum, round } = jury;
  return (
    <section className="card" aria-labelledby="votes-title">
      <h2 id="votes-title">{t('trust.caseView.votesOfJury', { jury: round + 1 })}</h2>
      <p className="muted">
        {t('trust.caseView.itHasSeatsSeats', { seats: formatCount(seats), quorum: formatCount(quorum) })}
      </p>
      <dl className="figures">
        <Figure name={t('trust.caseView.wrong')}>{formatCount(votes.wrong ?? 0)}</Figure>
        <Figure name={t('trust.caseView.right')}>{formatCount(votes.right ?? 0)}</Figure>
        <Figure name={t('trust.caseView.withoutEvidence')}>{formatCount(votes.unavailable ?? 0)}</Figure>
      </dl>
    </section>
  );
}

function Parties({ theCase, name }: Pick<CaseViewProps, 'theCase' | 'name'>) {
  const { node, reporter, jury } = theCase;
  const appealed = jury.round > 0;
  return (
    <dl className="facts">
      <div>
        <dt>{t('trust.caseView.accused')}</dt>
        <dd>{nodeLabel(BigInt(node), name)}</dd>
      </div>
      <div>
        <dt>{t('trust.caseView.reportedBy')}</dt>
        <dd>
          {appealed ? (
            <AddressTag address={reporter} />
          ) : (
            rich('trust.caseView.whoDepositedDepositCai2', {
              deposit_cai: jury.deposit_cai,
              addresstag: () => <AddressTag address={reporter} />,
            })
          )}
        </dd>
      </div>
      {appealed && (
        <div>
          <dt>{t('trust.caseView.appealedBy')}</dt>
          <dd>
            {rich('trust.caseView.whoDepositedDepositCai2', {
              deposit_cai: jury.deposit_cai,
              addresstag: () => <AddressTag address={jury.party} />,
            })}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** One case: who, when, how the juries voted, on what evidence, and what it did to stake. */
export function CaseView({ theCase, url, name, terms, nowSeconds }: CaseViewProps) {
  const { words, tone } = caseState(theCase);
  const deadline = nextDeadline(theCase);
  return (
    <>
      <header className="page-head">
        <h1>{t('trust.caseView.caseId', { id: theCase.id })}</h1>
        <p>
          <bdi>{theCase.note}</bdi>
        </p>
        <p className="state-line">
          <Badge tone={tone}>{words}</Badge>
          {deadline !== null && <Countdown until={deadline.at} label={deadline.label} />}
        </p>
      </header>
      <div className="columns">
        <Timeline theCase={theCase} nowSeconds={nowSeconds} />
        <div className="case-column">
          <section className="card" aria-labelledby="stake-title">
            <h2 id="stake-title">{t('trust.caseView.stake')}</h2>
            <Parties theCase={theCase} name={name} />
            <p>{stakeSentence(theCase, terms)}</p>
          </section>
          <Votes {...theCase} />
        </div>
        <CaseRecords theCase={theCase} url={url} />
      </div>
    </>
  );
}
