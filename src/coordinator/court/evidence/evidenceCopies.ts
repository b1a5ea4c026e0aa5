import type { Logger } from 'pino';
import type { Address, Hex } from 'viem';
import type { EvidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import type { CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import { type CourtTerms, caseSeconds } from '#chain/courts/courtTerms.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { BRINGING_PACE } from '#coordinator/court/bundles/bundlePace.ts';
import type { ChainHead } from '#coordinator/court/chain/chainHead.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import type { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';
import type { BundleReading } from '#coordinator/court/evidence/reading/bundleReading.ts';
import { LeastPace } from '#network/limits/leastPace.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { untilAborted } from '#protocol/untilAborted.ts';
import { withinMs } from '#protocol/withinMs.ts';

/** A case's exhibits are read so often in a commit window, but not more often than that in ms. */
const LOOKS_A_WINDOW = 40;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Cases whose exhibits are read in a pass: each takes some 35 requests where many blocks have passed. */
const CASES_A_PASS = 4;
/** Downloads at once and in a pass: a bundle has at most 34 MB, and the next pass waits for the last one. */
const AT_ONCE = 2;
const DOWNLOADS_A_PASS = 4;
/**
 * For one bundle from one coordinator, in ms: at `BUNDLE_PACE` the largest one is done. In a short commit
 * window, as on a devnet, it is a part of that.
 */
const DOWNLOAD_MS = 150_000;
const DOWNLOAD_PARTS = 8;
/** Downloads of a bundle that are tried, and between two of them, in ms: twice as long each time. */
const TRIES = 24;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

export interface EvidenceCopiesDeps {
  court: Pick<CourtReader, 'terms' | 'caseCount' | 'readCase' | 'exhibits' | 'isExhibited'>;
  clock: Pick<ChainHead, 'read'>;
  store: Pick<EvidenceStore, 'has' | 'copy' | 'keepUntil'>;
  /** The store's. */
  reader: { read(bytes: Uint8Array): Promise<Pick<BundleReading, 'hash'>> };
  downloads: EvidenceDownloads;
  /** The cases that run, as of the last look at the chain. */
  runningCases(): readonly CaseView[];
  /** This coordinator's operator key, which is not asked. */
  operator: Address;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** Of one bundle of a case. */
interface Tries {
  count: number;
  /** By the clock that never jumps. */
  retryAt: number;
  /** It was found here, and is kept until this case is over. */
  isKept: boolean;
  /** It was copied, or never will be. */
  isOver: boolean;
}
interface FollowedCase {
  lookedAt: number;
  readonly bundles: Map<Hex, Tries>;
}
/** A bundle that is not here, and who may have it. */
interface Wanted {
  readonly theCase: CaseView;
  readonly hash: Hex;
  readonly sources: readonly Address[];
  readonly tries: Tries;
  readonly isReporters: boolean;
  /** Its place among those of its case: each case has one download before another has its second. */
  readonly turn: number;
}

/**
 * Copies of the evidence of running cases, so that it outlasts the coordinator that brought it. They are
 * downloaded from the coordinators that the case names, or handed over by whoever has them. Only what the
 * chain shows as an exhibit of a running case is taken, and only a bundle about the case's result.
 */
export class EvidenceCopies {
  readonly #deps: EvidenceCopiesDeps;
  readonly #followed = new Map<bigint, FollowedCase>();

  constructor(deps: EvidenceCopiesDeps) {
    this.#deps = deps;
  }

  /**
   * One pass: looks for exhibits that are not here, and downloads some. What fails is tried again later,
   * elsewhere.
   * @throws ChainError when the chain cannot be read at all; what the store throws
   */
  async attend(signal: AbortSignal): Promise<void> {
    const terms = await this.#deps.court.terms();
    const wanted = await this.#missing(terms);
    const next = wanted.values();
    const work = async () => {
      for (const each of next) if (!signal.aborted) await this.#download(each, terms, signal);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /**
   * The running case that shows this bundle, by the chain as it is now.
   * @throws RefusalError UNKNOWN_CASE where there is none or it is over; CourtError NOT_EXHIBITED; ChainError
   */
  async caseOf(caseId: bigint, hash: Hex): Promise<CaseView> {
    const { court, clock } = this.#deps;
    if (caseId > (await court.caseCount())) throw new RefusalError('UNKNOWN_CASE');
    const [theCase, terms, { seconds }] = await Promise.all([
      court.readCase(caseId),
      court.terms(),
      clock.read(),
    ]);
    const isOver = theCase.settledAt !== undefined || theCase.openedAt + caseSeconds(terms) < seconds;
    if (isOver) throw new RefusalError('UNKNOWN_CASE');
    if (!(await court.isExhibited(caseId, hash)))
      throw new CourtError('NOT_EXHIBITED', `Case ${caseId} does not show this bundle.`);
    return theCase;
  }

  /**
   * Keeps a bundle that somebody handed over.
   * @param theCase as `caseOf` gave it
   * @throws as `EvidenceStore.copy`; RefusalError MALFORMED also where the hash is another one
   */
  async take(theCase: CaseView, hash: Hex, bytes: Uint8Array): Promise<void> {
    if ((await this.#deps.reader.read(bytes)).hash !== hash)
      throw new RefusalError('MALFORMED', 'the bundle has another hash');
    await this.#keep(theCase, bytes, await this.#deps.court.terms());
  }

  async #missing(terms: CourtTerms): Promise<Wanted[]> {
    const { uptimeMs, runningCases, court, log } = this.#deps;
    const running = runningCases();
    for (const caseId of this.#followed.keys())
      if (!running.some((theCase) => theCase.caseId === caseId)) this.#followed.delete(caseId);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, (terms.commitWindow * 1_000) / LOOKS_A_WINDOW);
    const lookedAt = ({ caseId }: CaseView) => this.#followed.get(caseId)?.lookedAt ?? -Infinity;
    const due = running
      .filter((theCase) => lookedAt(theCase) + Math.max(SHORTEST_PAUSE_MS, pauseMs) <= uptimeMs())
      .sort((one, other) => lookedAt(one) - lookedAt(other));
    const wanted: Wanted[] = [];
    for (const theCase of due.slice(0, CASES_A_PASS)) {
      const { bundles } = this.#follow(theCase.caseId);
      try {
        const exhibits = await court.exhibits(theCase.caseId);
        const ofCase: Wanted[] = [];
        for (const [at, { hash, coordinator }] of exhibits.entries()) {
          const tries = bundles.get(hash) ?? { count: 0, retryAt: 0, isKept: false, isOver: false };
          bundles.set(hash, tries);
          if (tries.isOver || tries.retryAt > uptimeMs()) continue;
          if (await this.#isHere(hash, tries, terms)) continue;
          if ([...wanted, ...ofCase].some((other) => other.hash === hash)) continue;
          const sources = this.#sourcesOf(coordinator, exhibits);
          ofCase.push({ theCase, hash, tries, sources, isReporters: at === 0, turn: 0 });
        }
        wanted.push(...inOrder(ofCase));
      } catch (error) {
        log.debug({ err: error, caseId: theCase.caseId.toString() }, 'exhibits could not be read');
      }
    }
    return wanted.sort((one, other) => one.turn - other.turn).slice(0, DOWNLOADS_A_PASS);
  }

  #follow(caseId: bigint): FollowedCase {
    const followed = this.#followed.get(caseId) ?? { lookedAt: 0, bundles: new Map() };
    followed.lookedAt = this.#deps.uptimeMs();
    this.#followed.set(caseId, followed);
    return followed;
  }

  /** The active coordinators that the case names, the exhibit's own first. */
  #sourcesOf(own: Address, exhibits: readonly Exhibit[]): Address[] {
    const { downloads, operator } = this.#deps;
    const active = new Set(downloads.operators());
    const named = new Set([own, ...exhibits.map(({ coordinator }) => coordinator)]);
    return [...named].filter((each) => each !== operator && active.has(each));
  }

  /** One try: each asks the next coordinator. */
  async #download({ theCase, hash, sources, tries }: Wanted, terms: CourtTerms, signal: AbortSignal) {
    const { reader, uptimeMs, log } = this.#deps;
    const source = sources[tries.count % Math.max(1, sources.length)];
    const about = { caseId: theCase.caseId.toString(), evidence: hash, coordinator: source };
    try {
      if (source === undefined)
        throw new CourtError('NOT_EXHIBITED', 'The case names no active coordinator.');
      const bytes = await withinMs(
        Math.min(DOWNLOAD_MS, (terms.commitWindow * 1_000) / DOWNLOAD_PARTS),
        (over) => this.#get(source, hash, over),
        signal,
      );
      if ((await reader.read(bytes)).hash !== hash) throw new Error('the coordinator served another bundle');
      await this.#keep(theCase, bytes, terms);
      tries.isOver = true;
      log.info(about, 'evidence of another coordinator was copied');
    } catch (error) {
      if (signal.aborted) return;
      // What the hash names is no evidence of the case, or the store has enough of it.
      const isVain = error instanceof CourtError && error.code === 'COPIES_ENOUGH';
      tries.count += 1;
      tries.isOver = isVain || error instanceof RefusalError || tries.count >= TRIES;
      const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries.count - 1));
      tries.retryAt = uptimeMs() + waitMs;
      const isFull = error instanceof CourtError && error.code === 'EVIDENCE_FULL';
      const told = { ...about, err: error };
      if (isFull) log.warn(told, 'evidence of a case was not copied: allow copies more room');
      else log.debug(told, 'evidence of a case could not be copied');
    }
  }

  /** @throws Error too where the source sends so slowly that it would hold a place for nothing */
  async #get(source: Address, hash: Hex, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const slow = new AbortController();
    const pace = new LeastPace(BRINGING_PACE, () => slow.abort(new Error('the coordinator is too slow')));
    const over = AbortSignal.any([signal, slow.signal]);
    const onBytes = (bytes: number) => pace.note(bytes);
    try {
      return await untilAborted(this.#deps.downloads.get(source, hash, { signal: over, onBytes }), over);
    } finally {
      pace.stop();
    }
  }

  /** An earlier case about the result may have brought it, for that case's time. */
  async #isHere(hash: Hex, tries: Tries, terms: CourtTerms): Promise<boolean> {
    const { store } = this.#deps;
    if (tries.isKept) return store.has(hash);
    tries.isKept = await store.keepUntil(hash, this.#endOf(terms));
    return tries.isKept;
  }

  async #keep({ evidence }: CaseView, bytes: Uint8Array, terms: CourtTerms): Promise<void> {
    await this.#deps.store.copy(bytes, evidence, this.#endOf(terms));
  }

  /** When no window of a case that runs now can be open any more, in ms since 1970. */
  #endOf = (terms: CourtTerms): number => this.#deps.nowMs() + 1_000 * caseSeconds(terms);
}

/** Anybody may exhibit junk, as often as it likes: the reporter’s comes first, then what has failed least. */
function inOrder(ofCase: readonly Wanted[]): Wanted[] {
  const failed = ({ isReporters, tries }: Wanted) => (isReporters ? -1 : tries.count);
  return [...ofCase]
    .sort((one, other) => failed(one) - failed(other))
    .map((wanted, turn) => ({ ...wanted, turn }));
}
