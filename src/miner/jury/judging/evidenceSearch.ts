import type { Hex } from 'viem';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { askCourt, type CourtRelays, inTurn } from '#miner/jury/court/courtRelays.ts';
import { evidenceHashOf, evidenceIdOf, type ReadEvidence, readEvidence } from '#protocol/court/evidence.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

export interface EvidenceSearchDeps {
  network: NetworkIdentity;
  relays: CourtRelays;
}

/** What is looked for, and where. */
export interface WantedEvidence {
  /** What the case calls its evidence. */
  readonly evidence: Hex;
  readonly exhibits: readonly Exhibit[];
  /** For one bundle of one coordinator, in ms. */
  readonly patienceMs: number;
  /** Whose turn it is to be asked first, of those that did not name the exhibit. */
  readonly turn: number;
}

/**
 * Finds the evidence of one case. Everything about it is hostile input: anybody may exhibit a bundle, and any
 * coordinator may be silent, or serve another one. A bundle is taken only with the hash that was exhibited,
 * right signatures, and the result that the case is about. Among such bundles the one with the most of the
 * trace counts.
 */
export class EvidenceSearch {
  readonly #deps: EvidenceSearchDeps;
  /** Bundles that are no evidence of this case, whoever serves them. */
  readonly #bad = new Map<Hex, RefusalCode>();

  constructor(deps: EvidenceSearchDeps) {
    this.#deps = deps;
  }

  /**
   * @throws RefusalError UNKNOWN_EVIDENCE when no coordinator serves it now; MALFORMED, BAD_SIGNATURE or
   * BAD_TRACE when all that was exhibited is bad; the signal's reason
   */
  async find(wanted: WantedEvidence, signal: AbortSignal): Promise<ReadEvidence> {
    let best: ReadEvidence | undefined;
    for (const exhibit of firstOfEach(wanted.exhibits)) {
      if (this.#bad.has(exhibit.hash)) continue;
      const bytes = await this.#fetch(exhibit, wanted, signal);
      if (bytes === undefined) continue;
      const read = await this.#read(exhibit.hash, bytes, wanted);
      if (read !== undefined && partsOf(read) > partsOf(best)) best = read;
      if (best !== undefined && partsOf(best) === leavesOf(best)) break;
    }
    if (best !== undefined) return best;
    const hashes = wanted.exhibits.map(({ hash }) => hash);
    const areAllBad = hashes.length > 0 && hashes.every((hash) => this.#bad.has(hash));
    throw new RefusalError(areAllBad ? this.#bad.get(hashes[0]!)! : 'UNKNOWN_EVIDENCE');
  }

  /** A bundle of this hash, from whoever serves it. */
  async #fetch(
    { coordinator, hash }: Exhibit,
    { patienceMs, turn }: WantedEvidence,
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined> {
    for (const operator of inTurn([...this.#deps.relays.stakes().keys()], turn, coordinator)) {
      signal.throwIfAborted();
      try {
        const question = { type: 'evidence', hash } as const;
        const answer = await askCourt(this.#deps.relays, operator, question, { signal, patienceMs });
        if (answer.type === 'evidence' && evidenceHashOf(answer.bytes) === hash) return answer.bytes;
      } catch {
        // Silent, cut or no answer of this protocol: another one may serve it.
        signal.throwIfAborted();
      }
    }
    return undefined;
  }

  async #read(hash: Hex, bytes: Uint8Array, { evidence }: WantedEvidence): Promise<ReadEvidence | undefined> {
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

/** Parts of the trace that came along; fewer than none where there is no evidence. */
const partsOf = (read: ReadEvidence | undefined): number =>
  read === undefined ? -1 : (read.parts?.size ?? 0);

const leavesOf = ({ evidence }: ReadEvidence): number => evidence.handed?.leaves.length ?? -1;
