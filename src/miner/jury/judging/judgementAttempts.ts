import type { EvidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import type { CaseView, JuryView } from '#chain/courts/courtReader.ts';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import type { ModelLoans, NamedModel } from '#miner/engine/modelLoans.ts';
import type { CourtReads } from '#miner/jury/court/courtReads.ts';
import type { CourtRelays } from '#miner/jury/court/courtRelays.ts';
import { EvidenceSearch } from '#miner/jury/judging/evidenceSearch.ts';
import {
  isAbsent,
  type Judgement,
  type JudgementDeps,
  judge,
  unavailable,
} from '#miner/jury/judging/judgement.ts';
import { ModelLoanError } from '#miner/models/modelLoanError.ts';
import type { StoreProgress } from '#miner/models/modelStore.ts';
import type { JuryProblem, JuryStatus } from '#miner/status/minerStatus.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

export interface JudgementAttemptsDeps extends JudgementDeps {
  network: NetworkIdentity;
  chain: Pick<CourtReads, 'exhibits'>;
  relays: CourtRelays;
  downloads: EvidenceDownloads;
  loans: Pick<ModelLoans, 'fetch' | 'lend'>;
  /** Unix seconds, by the chain's clock. */
  now(): number;
  /** Whether this tab leaves its GPU to the user. */
  isResting(): boolean;
  /** Waits until no other jury of this tab is being judged: a bundle may have 33 MB. */
  alone<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** How many juries of this tab are being judged or wait for it, this one included. */
  juries(): number;
  trace(what: string, error: unknown): void;
}

export interface JudgementEvents {
  onJudged(judgement: Judgement): Promise<void>;
  onWork(work: JuryStatus['work'], problem: JuryProblem | null, download?: JuryStatus['download']): void;
}

/** The jury to be judged. */
export interface OpenJury {
  readonly theCase: Pick<CaseView, 'evidence'>;
  readonly jury: Pick<JuryView, 'start' | 'commitEnd'>;
  readonly terms: Pick<CourtTerms, 'commitWindow'>;
}

/** Part of the commit window after which the evidence counts as unavailable: the rest is for the vote. */
const GIVE_UP = 0.8;
/** Failures of this GPU after which it is not tried again. */
const FAILURES = 2;
/** Share of the GPU's time that juries get beside paid work, until they become urgent. */
const MODEST_SHARE = 1 / 20;
/** The longest wait for one bundle of one coordinator, in seconds, and between two attempts. */
const PATIENCE_S = 300;
/**
 * The longest search, in seconds: other juries of this tab wait for it. An honest coordinator is asked within
 * half of it, whatever is exhibited and however many other coordinators are silent.
 */
const SEARCH_S = 3_600;
/**
 * One search of each jury of this tab takes at most a quarter of the commit window together, so two end
 * before they are given up: on a devnet, with windows of two minutes, a single jury has 30 s, and on the
 * public networks an hour. One bundle of one coordinator may take an eighth of the window; attempts follow by
 * a fortieth.
 */
const SEARCH_PARTS = 4;
const PATIENCE_PARTS = 8;
const ATTEMPT_PARTS = 40;

/**
 * How long one search for evidence may take, in seconds. Cases that are opened without evidence, and a
 * coordinator that sends it drop by drop, must not use up the time in which another case can be judged.
 * @param juries that this tab is to judge
 */
export const searchSecondsOf = (commitWindow: number, juries: number): number =>
  Math.min(SEARCH_S, commitWindow / SEARCH_PARTS / juries);

/**
 * Tries to judge a result until it is judged or the time for it is over: then the vote is that the evidence
 * is unavailable, which costs nothing. Beside paid work it gets a twentieth of the GPU's time, and half of it
 * when half of its own time has passed.
 */
export class JudgementAttempts {
  readonly #deps: JudgementAttemptsDeps;
  readonly #caseId: bigint;
  readonly #events: JudgementEvents;
  readonly #search: EvidenceSearch;
  #running: AbortController | undefined;
  #failures = 0;
  /** These three are by the chain's clock; undefined before the first look. */
  #times: { urgentAt: number; giveUpAt: number } | undefined;
  #retryAt = 0;
  #tries = 0;
  /** Why the last attempt failed; null before one did for a reason that says something of the evidence. */
  #problem: JuryProblem | null = null;
  /** The model that the request names, if the tab does not offer it. */
  #absent: NamedModel | undefined;

  constructor(deps: JudgementAttemptsDeps, caseId: bigint, events: JudgementEvents) {
    this.#deps = deps;
    this.#caseId = caseId;
    this.#events = events;
    this.#search = new EvidenceSearch(deps);
  }

  /** Begins an attempt if it is time for one, or gives up. An attempt goes on after this has resolved. */
  async go(open: OpenJury): Promise<void> {
    const now = this.#deps.now();
    this.#times ??= timesOf(open, now);
    const { giveUpAt, urgentAt } = this.#times;
    if (now >= giveUpAt) {
      this.stop();
      return this.#events.onJudged(unavailable(this.#problem ?? 'SEARCH_UNFINISHED'));
    }
    if (this.#running !== undefined || now < this.#retryAt) return;
    if (this.#deps.isResting() && now < urgentAt) return this.#events.onWork('waiting', null);
    const running = new AbortController();
    this.#running = running;
    void this.#try(open, running.signal).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
  }

  /** Ends the attempt that is under way. */
  stop(): void {
    this.#running?.abort(new RefusalError('WINDOW_OVER'));
    this.#running = undefined;
  }

  async #try(open: OpenJury, signal: AbortSignal): Promise<void> {
    try {
      const judgement = await this.#fetchAndJudge(open, signal);
      signal.throwIfAborted();
      await this.#events.onJudged(judgement);
    } catch (error) {
      if (signal.aborted) return;
      this.#retryAt = this.#deps.now() + Math.min(PATIENCE_S, open.terms.commitWindow / ATTEMPT_PARTS);
      await this.#failed(error).catch((again: unknown) => this.#deps.trace('a vote', again));
    }
  }

  /**
   * A model that the tab lacks is downloaded while nothing is held: no bundle, and no other jury's turn. So
   * the evidence is fetched twice, the first time to learn the model.
   */
  async #fetchAndJudge(open: OpenJury, signal: AbortSignal): Promise<Judgement> {
    const { alone } = this.#deps;
    if (this.#absent === undefined) {
      const judgement = await alone(() => this.#judge(open, signal), signal);
      if (judgement !== undefined) return judgement;
    }
    const absent = this.#absent!;
    this.#problem = 'MODEL_NOT_LOADED';
    this.#events.onWork('downloading', null);
    const onProgress = ({ done, total }: StoreProgress) => {
      if (!signal.aborted) this.#events.onWork('downloading', null, { done, total });
    };
    await this.#deps.loans.fetch(absent, { onProgress, signal });
    return (await alone(() => this.#judge(open, signal), signal))!;
  }

  /** @returns undefined when the model must be fetched first */
  async #judge({ theCase, terms }: OpenJury, signal: AbortSignal): Promise<Judgement | undefined> {
    const { chain, relays, now } = this.#deps;
    this.#events.onWork('fetching', this.#problem);
    const found = await this.#search.find(
      {
        evidence: theCase.evidence,
        exhibits: await chain.exhibits(this.#caseId),
        patienceMs: Math.min(PATIENCE_S, terms.commitWindow / PATIENCE_PARTS) * 1_000,
        searchMs: searchSecondsOf(terms.commitWindow, this.#deps.juries()) * 1_000,
        turn: this.#tries++,
      },
      signal,
    );
    const { model, manifest } = found.request;
    if (isAbsent(this.#deps, model) && this.#absent === undefined) {
      this.#absent = { model, manifest };
      return undefined;
    }
    this.#events.onWork(isAbsent(this.#deps, model) ? 'preparing' : 'measuring', null);
    // Until it is done, the GPU is in the way.
    this.#problem = 'BUSY';
    const claim = {
      client: 'juries',
      weight: () => {
        const all = [...relays.stakes().values()].reduce((sum, stake) => sum + stake, 0n);
        return Number(all) * (now() >= this.#times!.urgentAt ? 1 : MODEST_SHARE);
      },
    };
    const onReady = () => this.#events.onWork('measuring', null);
    return judge(this.#deps, found, { claim, signal, onReady });
  }

  async #failed(error: unknown): Promise<void> {
    const { onJudged, onWork } = this.#events;
    this.#deps.trace(`case ${this.#caseId}`, error);
    // Another error is of the chain or the store, and says nothing about the evidence.
    if (!(error instanceof RefusalError || error instanceof ModelLoanError))
      return onWork('waiting', this.#problem);
    this.#problem = error.code;
    onWork('waiting', error.code);
    if (error instanceof ModelLoanError && error.isLasting) return onJudged(unavailable(error.code));
    if (error.code !== 'INFERENCE_FAILED') return;
    this.#failures++;
    if (this.#failures >= FAILURES) await onJudged(unavailable('INFERENCE_FAILED'));
  }
}

/** A tab that comes late has half of the time that is left, and the rest for its vote. */
function timesOf({ jury, terms }: OpenJury, now: number): { urgentAt: number; giveUpAt: number } {
  const giveUpAt = Math.max(jury.start + GIVE_UP * terms.commitWindow, (now + jury.commitEnd) / 2);
  return { giveUpAt, urgentAt: (now + giveUpAt) / 2 };
}
