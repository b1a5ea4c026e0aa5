import { bytesToHex, slice } from 'viem';
import type { BallotView, CaseView, JuryView } from '#chain/courts/courtReader.ts';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import type { CourtReads } from '#miner/jury/court/courtReads.ts';
import { askCourt, type CourtRelays, inTurn } from '#miner/jury/court/courtRelays.ts';
import type { Judgement } from '#miner/jury/judging/judgement.ts';
import { JudgementAttempts, type JudgementAttemptsDeps } from '#miner/jury/judging/judgementAttempts.ts';
import { isFinal, juryOutcomeOf } from '#miner/jury/juryOutcome.ts';
import { juryStepOf } from '#miner/jury/juryStep.ts';
import type { JuryRecord, JuryStore } from '#miner/jury/juryStore.ts';
import type { JuryProblem, JuryStatus, JuryStep } from '#miner/status/minerStatus.ts';
import type { JurorFrame } from '#protocol/court/courtFrames.ts';
import { type Court, type JuryId, sealVote } from '#protocol/court/vote.ts';
import type { OperatorSigner } from '#protocol/signed/typedData.ts';

export interface JuryDutyDeps extends JudgementAttemptsDeps {
  court: Court;
  signer: OperatorSigner;
  chain: CourtReads;
  /** Whether the node was fined for its seats on a jury. @throws ChainError */
  isFined(jury: JuryId, nodeId: bigint): Promise<boolean>;
  store: JuryStore;
  relays: CourtRelays;
  /** The status has changed. */
  onChange(): void;
  /** A vote was kept, and can be sent. */
  onSealed(): void;
}

/** For the answer to a vote, in ms: the coordinator only stores it. */
const ANSWER_MS = 10_000;
/** Coordinators that are asked at once to send a vote, until one accepts it. */
const ASKED = 3;
/** What stands on the chain is looked at so often in a window, in case a reorganisation takes it away. */
const LOOKS_A_WINDOW = 20;
/** A coordinator has so long to bring a vote to the chain, in seconds; less in a short window. */
const DELIVERY_S = 30;
/** How much of a sealed vote's hash the contract keeps. */
const SEAL_BYTES = 27;
/** Between two looks at a settled case whose pay or fine is open, in seconds. */
const SETTLED_PAUSE_S = 30;

interface Facts {
  readonly theCase: CaseView;
  /** This duty's, not the case's last. */
  readonly jury: JuryView;
  readonly ballot: BallotView;
  readonly terms: CourtTerms;
}

/**
 * One jury on which this tab's node has seats, from the draw to the pay (see `juryStepOf`). What it does next
 * follows from the chain and the store alone, every time anew. A vote is kept before it is sent, and is sent
 * again, by one coordinator after another, until the chain shows it.
 */
export class JuryDuty {
  readonly #deps: JuryDutyDeps;
  readonly #attempts: JudgementAttempts;
  #record: JuryRecord;
  #status: JuryStatus;
  /** Nothing can have changed before, by the chain's clock. */
  #lookAt = 0;
  /** Whose turn it is to be asked first. */
  #turn = 0;
  /** What a coordinator has accepted, and until when it may take to bring it to the chain. */
  #sent: { type: JurorFrame['type']; until: number } | undefined;

  constructor(deps: JuryDutyDeps, record: JuryRecord) {
    this.#deps = deps;
    this.#record = record;
    this.#attempts = new JudgementAttempts(deps, record.jury.caseId, {
      onJudged: (judgement) => this.#seal(judgement),
      onWork: (work, problem, download = null) => this.#show({ work, problem, download }),
    });
    this.#status = {
      ...{ caseId: record.jury.caseId.toString(), round: record.jury.round, seats: record.seats },
      ...{
        step: record.outcome === undefined ? 'judging' : 'over',
        work: null,
        download: null,
        deadline: null,
        problem: null,
      },
      ...{ outcome: record.outcome ?? null, ...findingOf(record) },
    };
  }

  get status(): JuryStatus {
    return this.#status;
  }

  get isEnded(): boolean {
    return this.#record.outcome !== undefined;
  }

  /**
   * Does what is due now.
   * @throws ChainError, and what the store throws; the next call tries again
   */
  async advance(signal: AbortSignal): Promise<void> {
    const { now } = this.#deps;
    if (this.isEnded || now() < this.#lookAt) return;
    const facts = await this.#read();
    signal.throwIfAborted();
    const { theCase, jury, ballot } = facts;
    const hasVote = this.#canOpen(ballot);
    const step = juryStepOf({ ...theCase, jury, ballot, hasVote, nowSeconds: now() });
    if (step !== 'judging') this.#attempts.stop();
    if (step !== this.#status.step) this.#show({ work: null, download: null, problem: null });
    this.#show({ step, deadline: deadlineOf(step, facts), ...findingOf(this.#record) });
    await this.#act(step, facts, signal);
    this.#lookAt = this.#nextLook(step, facts);
  }

  /** Stops judging; what is kept goes on at the next start. */
  stop(): void {
    this.#attempts.stop();
    this.#show({ work: null, download: null });
  }

  /** Whether a vote is kept, and is the one that the chain has, if it has one. */
  #canOpen({ sealedVote }: BallotView): boolean {
    const { vote } = this.#record;
    if (vote === undefined) return false;
    return sealedVote === undefined || sealedVote === slice(vote.sealed.vote, 0, SEAL_BYTES);
  }

  async #act(step: JuryStep, facts: Facts, signal: AbortSignal): Promise<void> {
    const { jury, vote } = this.#record;
    const { commitWindow, revealWindow } = facts.terms;
    if (step === 'judging') await this.#attempts.go(facts);
    else if (step === 'sealed')
      await this.#send({ type: 'commit', jury, vote: vote!.sealed }, commitWindow, signal);
    else if (step === 'opening')
      await this.#send({ type: 'reveal', jury, vote: vote!.opened }, revealWindow, signal);
    else if (step === 'missed') this.#show({ problem: 'WINDOW_OVER' });
    else if (step === 'over') await this.#end(facts);
  }

  async #read(): Promise<Facts> {
    const { chain } = this.#deps;
    const { nodeId, jury: own } = this.#record;
    const [terms, theCase] = await Promise.all([chain.terms(), chain.readCase(own.caseId)]);
    const jury = theCase.round === own.round ? theCase.jury : await chain.readJury(own.caseId, own.round);
    return { terms, theCase, jury, ballot: await chain.ballotOf(own.caseId, own.round, nodeId) };
  }

  /** Keeps the vote. Only the one that is kept may be sent, which may be an earlier one. */
  async #seal({ finding, distance, reason }: Judgement): Promise<void> {
    const { court, signer, store, onSealed } = this.#deps;
    const { jury, nodeId } = this.#record;
    const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const opened = { nodeId, finding, distance, salt };
    const sealed = await sealVote(court, signer, jury, opened);
    const vote = await store.seal(jury, { opened, sealed, reason });
    this.#record = { ...this.#record, vote };
    onSealed();
  }

  /**
   * Asks coordinators to send a vote to the chain, until one accepts it. The next one is asked if the vote
   * does not come.
   */
  async #send(frame: JurorFrame, windowSeconds: number, signal: AbortSignal): Promise<void> {
    const { relays, now, trace } = this.#deps;
    if (this.#sent?.type === frame.type && now() < this.#sent.until) return;
    let problem: JuryProblem | null = null;
    for (const operator of inTurn([...relays.stakes().keys()], this.#turn++).slice(0, ASKED)) {
      try {
        const answer = await askCourt(relays, operator, frame, { signal, patienceMs: ANSWER_MS });
        if (answer.type === 'accepted') {
          const until = now() + Math.min(DELIVERY_S, windowSeconds / LOOKS_A_WINDOW);
          this.#sent = { type: frame.type, until };
          return this.#show({ problem: null });
        }
        if (answer.type === 'refused') problem = answer.code;
      } catch (error) {
        signal.throwIfAborted();
        trace(`vote by ${operator}`, error);
      }
    }
    this.#show({ problem });
  }

  async #end({ theCase, jury, ballot, terms }: Facts): Promise<void> {
    const { isFined: readIsFined, store, now } = this.#deps;
    const { jury: id, nodeId, seats } = this.#record;
    const { verdict, settledAt } = theCase;
    const isFined = verdict !== undefined && ballot.finding !== verdict && (await readIsFined(id, nodeId));
    const outcome = juryOutcomeOf({
      ...{ terms, round: id.round, jury, verdict, settledAt: settledAt!, ballot, isFined },
      ...{ seats: ballot.seats || seats, nowSeconds: now() },
    });
    if (isFinal(outcome)) {
      await store.close(id, outcome);
      this.#record = { ...this.#record, outcome };
    }
    this.#show({ outcome });
  }

  #nextLook(step: JuryStep, { theCase, jury, terms }: Facts): number {
    const now = this.#deps.now();
    const final = Math.max(now, theCase.jury.finalAt);
    switch (step) {
      case 'judging':
      case 'sealed':
      case 'opening':
        return now;
      case 'committed':
        return Math.min(now + terms.commitWindow / LOOKS_A_WINDOW, jury.commitEnd);
      case 'opened':
        return now < jury.revealEnd
          ? Math.min(now + terms.revealWindow / LOOKS_A_WINDOW, jury.revealEnd)
          : final;
      case 'missed':
        return final;
      case 'over':
        // Less and less often: pay that nobody sends for stays open.
        return now + Math.max(SETTLED_PAUSE_S, (now - theCase.settledAt!) / LOOKS_A_WINDOW);
    }
  }

  #show(change: Partial<JuryStatus>): void {
    const changed = { ...this.#status, ...change };
    if (JSON.stringify(changed) === JSON.stringify(this.#status)) return;
    this.#status = changed;
    this.#deps.onChange();
  }
}

/** What a juror's vote says; nothing of it before it is sealed. */
function findingOf({ vote }: JuryRecord): Pick<JuryStatus, 'finding' | 'reason' | 'distance'> {
  if (vote === undefined) return { finding: null, reason: null, distance: null };
  const { finding, distance } = vote.opened;
  const { reason } = vote;
  return { finding, reason, distance: finding === 'unavailable' ? null : Number(distance) / 1_000_000 };
}

function deadlineOf(step: JuryStep, { theCase, jury }: Facts): number | null {
  switch (step) {
    case 'judging':
    case 'sealed':
    case 'committed':
      return jury.commitEnd;
    case 'opening':
      return jury.revealEnd;
    case 'opened':
    case 'missed':
      return theCase.jury.finalAt;
    case 'over':
      return null;
  }
}
