import { ChainClock } from '#chain/chainClock.ts';
import type { EvidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { abortableSleep } from '#miner/abortableSleep.ts';
import type { AnswerStore } from '#miner/answers/answerStore.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { ModelLoans } from '#miner/engine/modelLoans.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import type { CourtReads } from '#miner/jury/court/courtReads.ts';
import type { CourtRelays } from '#miner/jury/court/courtRelays.ts';
import { JuryDuty } from '#miner/jury/juryDuty.ts';
import type { JuryRecord, JuryStore } from '#miner/jury/juryStore.ts';
import { JuryWatch } from '#miner/jury/juryWatch.ts';
import { CASES_SHOWN, JURIES_SHOWN } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { Court, JuryId } from '#protocol/court/vote.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** The court at which this tab's node sits. */
export interface JuryBench {
  court: Court;
  chain: CourtReads;
  /** Whether the node was fined for its seats on a jury. @throws ChainError */
  isFined(jury: JuryId, nodeId: bigint): Promise<boolean>;
  store: JuryStore;
  downloads: EvidenceDownloads;
  /** The node that the miner key serves; undefined while it serves none. @throws ChainError */
  readNodeId(): Promise<bigint | undefined>;
}

export interface JurorDeps extends JuryBench {
  network: NetworkIdentity;
  signer: OperatorSigner;
  /** What the node can say in cases against it. */
  answers: Pick<AnswerStore, 'hold' | 'release'>;
  roster: Pick<RosterView, 'current' | 'onChange'>;
  relays: CourtRelays;
  engine: Pick<TaskEngine, 'manifestOf' | 'audit'>;
  loans: Pick<ModelLoans, 'fetch' | 'lend'>;
  board: StatusBoard;
  isResting(): boolean;
  nowSeconds(): number;
  trace(what: string, error: unknown): void;
}

/** Between two looks at the chain, in ms; shorter where windows are short, as on a devnet. */
const LONGEST_PAUSE_MS = 15_000;
const SHORTEST_PAUSE_MS = 1_000;
const LOOKS_A_WINDOW = 40;

/**
 * The tab as a juror. It notices by itself that its node was drawn, and does its duty on every such jury:
 * without gas, without asking the user, and also when it was closed in between.
 */
export class Juror {
  readonly #deps: JurorDeps;
  readonly #clock: ChainClock;
  readonly #unfollow: () => void;
  readonly #watch: JuryWatch;
  #duties: { duty: JuryDuty; record: JuryRecord }[] = [];
  readonly #over = new AbortController();
  #nodeId: bigint | undefined;
  #pauseMs = LONGEST_PAUSE_MS;
  /** Ends the pause under way, or skips the next one. */
  #wake = new AbortController();
  /** Judgements wait here for each other. */
  #judging: Promise<unknown> = Promise.resolve();

  constructor(deps: JurorDeps) {
    this.#deps = deps;
    this.#clock = new ChainClock(deps.nowSeconds);
    this.#clock.see(deps.roster.current().minedAt);
    this.#unfollow = deps.roster.onChange(({ minedAt }) => this.#clock.see(minedAt));
    this.#watch = new JuryWatch({ chain: deps.chain, answers: deps.answers, now: this.#clock.now });
  }

  start(): void {
    void this.#run();
  }

  /** What is under way ends by itself, and sends nothing more. */
  stop(): void {
    for (const { duty } of this.#duties) duty.stop();
    this.#over.abort(new Error('the juror was stopped'));
    this.#unfollow();
  }

  async #run(): Promise<void> {
    const { signal } = this.#over;
    let isLoaded = false;
    while (!signal.aborted) {
      try {
        if (!isLoaded) for (const record of await this.#deps.store.all()) this.#take(record);
        isLoaded = true;
        await this.#look();
      } catch (error) {
        this.#deps.trace('the juries', error);
      }
      await Promise.all(this.#duties.map(({ duty, record }) => this.#advance(duty, record)));
      await this.#pause();
    }
  }

  async #look(): Promise<void> {
    const { chain, store, readNodeId, nowSeconds } = this.#deps;
    const windowMs = (await chain.terms()).commitWindow * 1_000;
    this.#pauseMs = Math.max(SHORTEST_PAUSE_MS, Math.min(LONGEST_PAUSE_MS, windowMs / LOOKS_A_WINDOW));
    this.#nodeId ??= await readNodeId();
    const nodeId = this.#nodeId;
    if (nodeId === undefined) return;
    await this.#watch.look(nodeId, async (drawn) =>
      this.#take(await store.note({ ...drawn, nodeId, noticedAt: nowSeconds() })),
    );
    this.#showAgainst(this.#watch.against.slice(0, CASES_SHOWN).map(String));
  }

  #take(record: JuryRecord): void {
    const isTaken = this.#duties.some(
      ({ record: { jury } }) => jury.caseId === record.jury.caseId && jury.round === record.jury.round,
    );
    if (isTaken) return;
    const { roster: _, board, ...deps } = this.#deps;
    const duty = new JuryDuty(
      {
        ...deps,
        now: this.#clock.now,
        alone: (work, signal) => this.#alone(work, signal),
        juries: () => this.#duties.filter(({ duty }) => duty.status.step === 'judging').length,
        isComing: (model) =>
          board
            .current()
            .models.some(({ id, state }) => id === model && state !== 'ready' && state !== 'refused'),
        onChange: () => this.#show(),
        onSealed: () => this.#wake.abort(),
      },
      record,
    );
    this.#duties.push({ duty, record });
    this.#show();
  }

  async #advance(duty: JuryDuty, { jury }: JuryRecord): Promise<void> {
    try {
      await duty.advance(this.#over.signal);
    } catch (error) {
      if (!this.#over.signal.aborted) this.#deps.trace(`jury ${jury.round} of case ${jury.caseId}`, error);
    }
  }

  async #pause(): Promise<void> {
    const signal = AbortSignal.any([this.#over.signal, this.#wake.signal]);
    await abortableSleep(this.#pauseMs, signal).catch(() => undefined);
    if (this.#wake.signal.aborted) this.#wake = new AbortController();
  }

  async #alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = this.#judging;
    const turn = untilAborted(before, signal).then(work);
    // Who gives up waiting must not let the next one overtake.
    this.#judging = Promise.allSettled([before, turn]);
    return turn;
  }

  #showAgainst(casesAgainst: string[]): void {
    const shown = this.#deps.board.current().casesAgainst;
    if (this.#over.signal.aborted || shown.join() === casesAgainst.join()) return;
    this.#deps.board.set({ casesAgainst });
  }

  #show(): void {
    if (this.#over.signal.aborted) return;
    const newest = [...this.#duties].sort(
      ({ record: one }, { record: other }) =>
        other.noticedAt - one.noticedAt || Number(other.jury.caseId - one.jury.caseId),
    );
    this.#deps.board.set({ juries: newest.slice(0, JURIES_SHOWN).map(({ duty }) => duty.status) });
  }
}
