import type { JuryStatus } from '#miner/status/minerStatus.ts';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { dutySentence } from '#web/mine/jury/dutySentence.ts';
import { isVoteOpen, jurySentence } from '#web/mine/jury/jurySentence.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';

const STEPS: Record<
  Exclude<JuryStatus['step'], 'over'>,
  { text: MessageKey; tone: Tone; until: MessageKey }
> = {
  judging: { text: 'mine.juryCard.checking', tone: 'neutral', until: 'mine.juryCard.timeLeftToVote' },
  sealed: { text: 'mine.juryCard.voting', tone: 'neutral', until: 'mine.juryCard.timeLeftToVote' },
  committed: { text: 'mine.juryCard.sealed', tone: 'good', until: 'mine.juryCard.timeUntilVotesAre' },
  opening: { text: 'mine.juryCard.opening', tone: 'neutral', until: 'mine.juryCard.timeLeftToOpen' },
  opened: { text: 'mine.juryCard.voted', tone: 'good', until: 'mine.juryCard.timeUntilTheVerdict' },
  missed: { text: 'mine.juryCard.missed', tone: 'bad', until: 'mine.juryCard.timeUntilTheVerdict' },
};

function Outcome({ outcome }: { outcome: JuryStatus['outcome'] }) {
  const amount = BigInt(outcome?.amountWei ?? 0);
  switch (outcome?.result) {
    case 'paid':
    case 'owed':
      return (
        <span className="digits">
          <ExactAmount wei={amount} unit="CAI" />
        </span>
      );
    case 'fined':
    case 'finable':
      return (
        <Badge tone="bad">
          <ExactAmount wei={-amount} unit="CAI" />
        </Badge>
      );
    default:
      return <Badge tone="neutral">{t('mine.juryCard.closed')}</Badge>;
  }
}

function JuryRow({ jury }: { jury: JuryStatus }) {
  const { caseId, round, seats, step, deadline, outcome } = jury;
  return (
    <li className="row">
      <div className="row-main">
        <b>{t(round > 0 ? 'mine.juryCard.appealSeats' : 'mine.juryCard.seats', { caseId, round, seats })}</b>
        <small className="muted">{jurySentence(jury)}</small>
      </div>
      {step === 'over' ? (
        <Outcome outcome={outcome} />
      ) : (
        <>
          {deadline !== null && <Countdown until={deadline} label={t(STEPS[step].until)} />}
          <Badge tone={STEPS[step].tone}>{t(STEPS[step].text)}</Badge>
        </>
      )}
    </li>
  );
}

interface JuryCardProps {
  juries: readonly JuryStatus[];
  /** The tab mines. */
  running: boolean;
  /** Of a node that is not active: the cases in which it may have to vote. */
  casesToServe?: number | undefined;
}

/** Steps at which only this browser's storage has what opens the vote. */
const SEALED: ReadonlySet<JuryStatus['step']> = new Set(['sealed', 'committed', 'opening']);

/** The juries for which this tab's node was drawn. */
export function JuryCard({ juries, running, casesToServe }: JuryCardProps) {
  return (
    <section className="card" aria-labelledby="jury-title">
      <h2 id="jury-title">{t('mine.juryCard.juryDuty')}</h2>
      <p className="muted">{t('mine.juryCard.whenAResultIs')}</p>
      {casesToServe !== undefined && (
        <p className={casesToServe === 0 ? 'muted' : 'warn'} role="status">
          {dutySentence(casesToServe, running)}
        </p>
      )}
      {!running && juries.some(isVoteOpen) && (
        <p className="warn" role="alert">
          {t('mine.juryCard.mineAgainBeforeThe')}
        </p>
      )}
      {juries.some(({ step }) => SEALED.has(step)) && (
        <p className="warn">{t('mine.juryCard.sealedVotesLieHere')}</p>
      )}
      {juries.length === 0 ? (
        <EmptyNotice level={3} title={t('mine.juryCard.noJuryYet')}>
          <p>{t('mine.juryCard.whileItMinesThis')}</p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label={t('mine.juryCard.juries')}>
          {juries.map((jury) => (
            <JuryRow key={`${jury.caseId}-${jury.round}`} jury={jury} />
          ))}
        </ul>
      )}
    </section>
  );
}
