import type { Logger } from 'pino';
import { type Address, type Hex, isAddressEqual, parseEventLogs } from 'viem';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { assignmentProof } from '#chain/courts/courtArguments.ts';
import type { CourtReader } from '#chain/courts/courtReader.ts';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readNodeId } from '#chain/standing.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import type { CourtSender } from '#coordinator/court/chain/courtSender.ts';
import type { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';
import type { SoundBundle } from '#coordinator/court/evidence/reading/bundleReading.ts';
import type { SeatNames } from '#coordinator/court/seatNames.ts';

export interface CaseOpenerDeps {
  client: ReadClient;
  staking: Address;
  court: CourtReader;
  sender: CourtSender;
  evidence: EvidenceStore;
  names: Pick<SeatNames, 'ofReport'>;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
}

/** Reports results as wrong. */
export class CaseOpener {
  readonly #deps: CaseOpenerDeps;
  /** Cases that are being opened, by the hash of their bundle. */
  readonly #opening = new Map<Hex, Promise<bigint>>();

  constructor(deps: CaseOpenerDeps) {
    this.#deps = deps;
  }

  /**
   * Opens a case with a bundle of evidence, which is served from then on. In a case that somebody else has
   * opened, perhaps with junk, the bundle is exhibited. Doing it again, as after a crash, changes nothing.
   * @returns the id of the case; if one is open or was decided, whoever opened it, that one's
   * @throws RefusalError as `readEvidence`; CourtError; ChainError; what the reader throws; Error of viem
   */
  async open(bytes: Uint8Array): Promise<bigint> {
    const read = await this.keep(bytes);
    const before = this.#opening.get(read.hash);
    if (before !== undefined) return before;
    const opening = this.#open(read).finally(() => this.#opening.delete(read.hash));
    this.#opening.set(read.hash, opening);
    return opening;
  }

  /**
   * Keeps a bundle until every window in which it may be asked for is over.
   * @throws RefusalError as `readEvidence`; CourtError EVIDENCE_FULL; what the reader throws
   */
  async keep(bytes: Uint8Array): Promise<SoundBundle> {
    const { evidence, court, nowMs } = this.#deps;
    const terms = await court.terms();
    return evidence.put(bytes, nowMs() + 1_000 * (terms.reportWindow + caseSeconds(terms)));
  }

  async #open(read: SoundBundle): Promise<bigint> {
    const known = await this.#deps.court.caseOf(read.about);
    if (known !== undefined) return this.#exhibit(known, read.hash);
    try {
      return await this.#report(read);
    } catch (error) {
      const others = await this.#deps.court.caseOf(read.about);
      if (others !== undefined) return this.#exhibit(others, read.hash);
      throw error;
    }
  }

  /** Names our bundle in a case that runs, unless the case shows it. */
  async #exhibit(caseId: bigint, hash: Hex): Promise<bigint> {
    const { court, sender, log } = this.#deps;
    const [{ settledAt }, shown] = await Promise.all([court.readCase(caseId), court.exhibits(caseId)]);
    const isOurs = (each: Exhibit) => each.hash === hash && isAddressEqual(each.coordinator, sender.address);
    if (settledAt !== undefined || shown.some(isOurs)) return caseId;
    try {
      const exhibit: Exhibit = { coordinator: sender.address, hash };
      const { transactionHash } = await sender.call('exhibit', [caseId, exhibit]);
      log.info(
        { caseId: caseId.toString(), evidence: hash, transaction: transactionHash },
        'evidence was exhibited in a case that somebody else had opened',
      );
    } catch (error) {
      // The case was settled since we looked.
      if (!(error instanceof CourtError && error.code === 'TOO_LATE')) throw error;
    }
    return caseId;
  }

  async #report({ assignment, signed, hash }: SoundBundle): Promise<bigint> {
    const { client, staking, court, sender, names, log } = this.#deps;
    const nodeId = await readNodeId(client, staking, assignment.miner);
    const [{ header, timestamp }, deposit] = await Promise.all([
      readHeader(client, assignment.rosterBlock),
      court.reportDepositOf(nodeId),
    ]);
    const named = await names.ofReport(nodeId, timestamp);
    await sender.allowDeposit(deposit);
    const exhibit = { coordinator: sender.address, hash };
    const { logs, transactionHash } = await sender.call('open', [
      ...([assignmentProof(assignment, header), signed, exhibit, named] as const),
    ]);
    const [opened] = parseEventLogs({ abi: juriesAbi, eventName: 'Opened', logs });
    if (opened === undefined)
      throw new CourtError('REFUSED', `The transaction ${transactionHash} opened no case.`);
    const { caseId } = opened.args;
    log.warn(
      { caseId: caseId.toString(), miner: assignment.miner, transaction: transactionHash },
      'a result was reported as wrong',
    );
    return caseId;
  }
}
