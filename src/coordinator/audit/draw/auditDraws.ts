import type { Logger } from 'pino';
import type { Hex } from 'viem';
import type { AuditChain } from '#coordinator/audit/draw/auditChain.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import type { AuditRecord, OpenAudit } from '#coordinator/store/taskRecord.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';

export interface AuditDrawsDeps {
  store: Pick<AuditStore, 'drawn'>;
  chain: AuditChain;
  /** The block has not drawn them: they are paid, all or none. */
  skip(results: readonly OpenAudit[], drawHash: Hex): Promise<void>;
  log: Logger;
}

/** Draws which waiting results are audited, by the hashes of the blocks that were named for them. */
export class AuditDraws {
  readonly #deps: AuditDrawsDeps;

  constructor(deps: AuditDrawsDeps) {
    this.#deps = deps;
  }

  /**
   * Draws what can be drawn, and asks for a block where one is missing.
   * @param open results whose audits are not over
   * @returns those that are audited now
   */
  async run(open: readonly OpenAudit[]): Promise<AuditRecord[]> {
    const due = open.map(({ record }) => record).filter(({ state }) => state === 'due');
    const audited = new Set(due.map(({ miner }) => miner));
    // What a miner delivers while one of its results is audited is not paid before that is over.
    const waiting = open.filter(({ record }) => record.state === 'waiting' && !audited.has(record.miner));
    const early = await this.#drawAll(waiting, due);
    if (early.length > 0 && (await this.#deps.chain.wantBlock())) await this.#drawAll(early, due);
    return due;
  }

  /**
   * Draws the results whose blocks are there.
   * @param due takes those that are audited now
   * @returns the others
   */
  async #drawAll(waiting: readonly OpenAudit[], due: AuditRecord[]): Promise<OpenAudit[]> {
    const early: OpenAudit[] = [];
    for (const block of new Set(waiting.map(({ record }) => record.drawBlock!))) {
      const results = waiting.filter(({ record }) => record.drawBlock === block);
      const hash = await this.#hashOf(block);
      if (hash === undefined) early.push(...results);
      else due.push(...(await this.#draw(results, hash)));
    }
    return early;
  }

  async #hashOf(block: number): Promise<Hex | undefined> {
    const { chain, log } = this.#deps;
    try {
      return (await chain.head()) < block + chain.confirmations ? undefined : await chain.hashOf(block);
    } catch (error) {
      log.warn({ err: error, block }, 'could not read the block of a draw');
      return undefined;
    }
  }

  /** @returns those of a block's results that it has drawn */
  async #draw(results: readonly OpenAudit[], hash: Hex): Promise<AuditRecord[]> {
    const isDrawn = ({ record, digest }: OpenAudit) => isAuditDrawn(hash, digest, record.share);
    const drawn: AuditRecord[] = [];
    for (const { record } of results.filter(isDrawn)) {
      const isNew = await this.#deps.store.drawn(record.taskId, hash).catch(this.#logged(record));
      if (isNew === true) drawn.push(record);
    }
    const others = results.filter((result) => !isDrawn(result));
    if (others.length > 0) await this.#skip(others, hash);
    return drawn;
  }

  /** One that cannot be booked does not hold up the others. */
  async #skip(results: readonly OpenAudit[], hash: Hex): Promise<void> {
    try {
      await this.#deps.skip(results, hash);
    } catch (error) {
      if (results.length === 1) this.#logged(results[0]!.record)(error);
      else for (const result of results) await this.#skip([result], hash);
    }
  }

  readonly #logged = (record: AuditRecord) => (error: unknown) => {
    this.#deps.log.error({ err: error, task: record.taskId }, 'could not draw an audit');
  };
}
