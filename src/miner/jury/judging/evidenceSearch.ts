import type { Address, Hex } from 'viem';
import type { EvidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { askCourt, type CourtRelays, inTurn } from '#miner/jury/court/courtRelays.ts';
import { COURT_FRAME_BYTES, type JurorFrame } from '#protocol/court/courtFrames.ts';
import { evidenceHashOf, evidenceIdOf, type ReadEvidence, readEvidence } from '#protocol/court/evidence.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { partCountOf } from '#protocol/trace/workTrace.ts';
import { untilAborted } from '#protocol/untilAborted.ts';
import { withinMs } from '#protocol/withinMs.ts';

export interface EvidenceSearchDeps {
  network: NetworkIdentity;
  relays: CourtRelays;
  downloads: EvidenceDownloads;
}

/** What is looked for, and where. */
export interface WantedEvidence {
  /** What the case calls its evidence. */
  readonly evidence: Hex;
  readonly exhibits: readonly Exhibit[];
  /** For one bundle of one coordinator, in ms. */
  readonly patienceMs: number;
  /**
   * For all questions, in ms: half for bundles about the case, and a quarter each for the exhibits over
   * streams and by HTTP.
   */
  readonly searchMs: number;
  /** Whose turn it is to be asked first, of those that did not name the exhibit. */
  readonly turn: number;
}

/** A coordinator that has sent so many bytes about a case without right evidence is not asked any more. */
const WASTED_BYTES = 4 * COURT_FRAME_BYTES;
/** Exhibits that are looked for in one search: a coordinator takes ten questions at once. */
const EXHIBITS = 8;

type BundleQuestion = Extract<JurorFrame, { type: 'evidence' | 'evidence-about' }>;
type WayName = BundleQuestion['type'] | 'download';
/** A way to get what was exhibited. */
interface Way {
  readonly name: WayName;
  operators(): Address[];
  /** @returns undefined where the coordinator has no such bundle, or gives none now */
  ask(operator: Address, hash: Hex, signal: AbortSignal): Promise<Uint8Array | undefined>;
}
/** Bytes without right evidence, by coordinator. */
type Wasted = Map<Address, number>;

/**
 * Finds the evidence of one case. Everything about it is hostile input: anybody may exhibit a bundle, and any
 * coordinator may be silent, or serve another one. So each coordinator is first asked what it holds about the
 * case, and has its share of the time; only then comes what was exhibited, over streams and then by HTTP,
 * from coordinators that are not connected as well. A bundle is taken only with right signatures and the
 * result that the case is about. What such bundles show of the trace counts together: the accused can exhibit
 * all of it but the step that it has faked.
 */
export class EvidenceSearch {
  readonly #deps: EvidenceSearchDeps;
  /** Bundles that are no evidence of this case, whoever serves them. */
  readonly #bad = new Map<Hex, RefusalCode>();
  /** Apart from each other: an exhibit may be an honest coordinator's bundle about another case. */
  readonly #wasted: Record<WayName, Wasted> = {
    'evidence-about': new Map(),
    evidence: new Map(),
    download: new Map(),
  };

  constructor(deps: EvidenceSearchDeps) {
    this.#deps = deps;
  }

  /**
   * Ends by itself once `searchMs` is over.
   * @throws RefusalError UNKNOWN_EVIDENCE when no coordinator serves it now; MALFORMED, BAD_SIGNATURE or
   * BAD_TRACE when all that was exhibited is bad; the signal's reason
   */
  async find(wanted: WantedEvidence, signal: AbortSignal): Promise<ReadEvidence> {
    let found: ReadEvidence | undefined;
    for await (const read of this.#served(wanted, signal)) {
      found = found === undefined ? read : joined(found, read);
      if (isWhole(found)) return found;
    }
    if (found !== undefined) return found;
    const hashes = wanted.exhibits.map(({ hash }) => hash);
    const areAllBad = hashes.length > 0 && hashes.every((hash) => this.#bad.has(hash));
    throw new RefusalError(areAllBad ? this.#bad.get(hashes[0]!)! : 'UNKNOWN_EVIDENCE');
  }

  /** The evidence of the case in all bundles that can be had. */
  async *#served(wanted: WantedEvidence, signal: AbortSignal): AsyncGenerator<ReadEvidence> {
    const found = new Set<Hex>();
    yield* this.#about(wanted, found, signal);
    for (const way of [this.#streams(wanted.patienceMs), this.#downloads(wanted.patienceMs)])
      yield* this.#exhibited(wanted, { found, way }, signal);
  }

  /** What the coordinators hold about the case. Each of them has its turn within the time for all. */
  async *#about(wanted: WantedEvidence, found: Set<Hex>, signal: AbortSignal): AsyncGenerator<ReadEvidence> {
    const { evidence, searchMs, turn } = wanted;
    const operators = inTurn(this.#operators(), turn);
    const patienceMs = Math.min(wanted.patienceMs, searchMs / 2 / operators.length);
    for (const operator of operators) {
      const question = { type: 'evidence-about', evidence } as const;
      const bytes = await this.#ask(operator, question, { signal, patienceMs });
      signal.throwIfAborted();
      if (bytes === undefined) continue;
      const hash = evidenceHashOf(bytes);
      const read = await this.#read(hash, bytes, evidence);
      if (read === undefined) continue;
      this.#wasted['evidence-about'].delete(operator);
      found.add(hash);
      yield read;
    }
  }

  /**
   * What was exhibited and not found yet, from whoever serves it in this way, until its time is over. Each
   * search begins with others.
   */
  async *#exhibited(
    { exhibits, evidence, searchMs, turn }: WantedEvidence,
    { found, way }: { found: Set<Hex>; way: Way },
    signal: AbortSignal,
  ): AsyncGenerator<ReadEvidence> {
    const fresh = firstOfEach(exhibits).filter(({ hash }) => !this.#bad.has(hash) && !found.has(hash));
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(new RefusalError('BUSY', 'the search is over')), searchMs / 4);
    const either = AbortSignal.any([signal, over.signal]);
    try {
      for (const { coordinator, hash } of inTurn(fresh, turn * EXHIBITS).slice(0, EXHIBITS)) {
        for (const operator of inTurn(way.operators(), turn, coordinator)) {
          const bytes = await way.ask(operator, hash, either);
          signal.throwIfAborted();
          if (over.signal.aborted) return;
          if (bytes === undefined || evidenceHashOf(bytes) !== hash) continue;
          const read = await this.#read(hash, bytes, evidence);
          if (read === undefined) break;
          this.#wasted[way.name].delete(operator);
          found.add(hash);
          yield read;
          break;
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #operators = (): Address[] => [...this.#deps.relays.stakes().keys()];

  /** Over the streams of connected coordinators. */
  #streams(patienceMs: number): Way {
    return {
      ...{ name: 'evidence', operators: this.#operators },
      ask: (operator, hash, signal) =>
        this.#ask(operator, { type: 'evidence', hash }, { signal, patienceMs }),
    };
  }

  /** From the HTTP APIs of all coordinators. */
  #downloads(patienceMs: number): Way {
    const { downloads } = this.#deps;
    return {
      ...{ name: 'download', operators: () => downloads.operators() },
      ask: (operator, hash, signal) =>
        this.#unlessWasted('download', operator, (onBytes) =>
          withinMs(
            patienceMs,
            (over) => untilAborted(downloads.get(operator, hash, { signal: over, onBytes }), over),
            signal,
          ),
        ),
    };
  }

  /** @returns undefined where the coordinator has no bundle, or is silent, cut, or not of this protocol */
  #ask(
    operator: Address,
    question: BundleQuestion,
    options: { signal: AbortSignal; patienceMs: number },
  ): Promise<Uint8Array | undefined> {
    return this.#unlessWasted(question.type, operator, async (onBytes) => {
      const answer = await askCourt(this.#deps.relays, operator, question, { ...options, onBytes });
      return answer.type === 'evidence' ? answer.bytes : undefined;
    });
  }

  async #unlessWasted(
    way: WayName,
    operator: Address,
    ask: (onBytes: (bytes: number) => void) => Promise<Uint8Array | undefined>,
  ): Promise<Uint8Array | undefined> {
    const wasted = this.#wasted[way];
    const wastedBy = () => wasted.get(operator) ?? 0;
    if (wastedBy() >= WASTED_BYTES) return undefined;
    try {
      return await ask((bytes) => void wasted.set(operator, wastedBy() + bytes));
    } catch {
      return undefined;
    }
  }

  async #read(hash: Hex, bytes: Uint8Array, evidence: Hex): Promise<ReadEvidence | undefined> {
    try {
      const read = await readEvidence(this.#deps.network, bytes);
      if (evidenceIdOf(read.claim) === evidence) return read;
      this.#bad.set(hash, 'MALFORMED');
    } catch (error) {
      this.#bad.set(hash, error instanceof RefusalError ? error.code : 'MALFORMED');
    }
    return undefined;
  }
}

/** Each hash once, at its first place. */
const firstOfEach = (exhibits: readonly Exhibit[]): Exhibit[] =>
  exhibits.filter(({ hash }, at) => exhibits.findIndex((other) => other.hash === hash) === at);

/** Two bundles of one result, whose parts were each checked against the trace that its miner signed. */
const joined = (one: ReadEvidence, other: ReadEvidence): ReadEvidence => {
  if (other.parts === undefined) return one;
  return { ...one, parts: new Map([...other.parts, ...(one.parts ?? [])]) };
};

/** Whether no bundle can hold more. The only part of a text's trace is its tokens, which the result holds. */
const isWhole = ({ request, parts }: ReadEvidence): boolean =>
  request.kind === 'text' || parts?.size === partCountOf(request);
