import type { JuryStatus } from '#miner/status/minerStatus.ts';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { Countdown } from '#web/components/Countdown.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { dutySentence } from '#web/mine/work/dutySentence.ts';
import { isVoteOpen, jurySentence } from '#web/mine/work/jurySentence.ts';
import { formatCai, formatCount } from '#web/money/amount.ts';

const STEPS: Record<Exclude<JuryStatus['step'], 'over'>, { text: string; tone: Tone; until: string }> = {
  judging: { text: 'Checking', tone: 'neutral', until: 'Time left to vote' },
  sealed: { text: 'Voting', tone: 'neutral', until: 'Time left to vote' },
  committed: { text: 'Sealed', tone: 'good', until: 'Time until votes are opened' },
  opening: { text: 'Opening', tone: 'neutral', until: 'Time left to open the vote' },
  opened: { text: 'Voted', tone: 'good', until: 'Time until the verdict' },
  missed: { text: 'Missed', tone: 'bad', until: 'Time until the verdict' },
};

function Outcome({ outcome }: { outcome: JuryStatus['outcome'] }) {
  const amount = BigInt(outcome?.amountWei ?? 0);
  switch (outcome?.result) {
    case 'paid':
    case 'owed':
      return <span className="digits">{formatCai(amount)}</span>;
    case 'fined':
    case 'finable':
      return <Badge tone="bad">{formatCai(-amount)}</Badge>;
    default:
      return <Badge tone="neutral">Closed</Badge>;
  }
}

function JuryRow({ jury }: { jury: JuryStatus }) {
  const { caseId, round, seats, step, deadline, outcome } = jury;
  return (
    <li className="row">
      <div className="row-main">
        <b>
          Case {caseId}
          {round > 0 && `, appeal ${round}`} · {formatCount(seats)} {seats === 1 ? 'seat' : 'seats'}
        </b>
        <small className="muted">{jurySentence(jury)}</small>
      </div>
      {step === 'over' ? (
        <Outcome outcome={outcome} />
      ) : (
        <>
          {deadline !== null && <Countdown until={deadline} label={STEPS[step].until} />}
          <Badge tone={STEPS[step].tone}>{STEPS[step].text}</Badge>
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

/** The juries for which this tab's node was drawn. */
export function JuryCard({ juries, running, casesToServe }: JuryCardProps) {
  return (
    <section className="card" aria-labelledby="jury-title">
      <h2 id="jury-title">Jury duty</h2>
      <p className="muted">
        When a result is reported as wrong, miners drawn by stake check it on their GPUs and are paid for
        agreeing with the verdict.
      </p>
      {casesToServe !== undefined && (
        <p className={casesToServe === 0 ? 'muted' : 'warn'} role="status">
          {dutySentence(casesToServe, running)}
        </p>
      )}
      {!running && juries.some(isVoteOpen) && (
        <p className="warn" role="alert">
          Mine again before the time is over: this tab votes only while it mines, and an empty seat can be
          fined.
        </p>
      )}
      {juries.length === 0 ? (
        <EmptyNotice level={3} title="No jury yet">
          <p>While it mines, this tab notices by itself that it was drawn, and votes without gas.</p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label="Juries">
          {juries.map((jury) => (
            <JuryRow key={`${jury.caseId}-${jury.round}`} jury={jury} />
          ))}
        </ul>
      )}
    </section>
  );
}
