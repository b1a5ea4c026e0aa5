import type { Logger } from 'pino';
import type { Hex } from 'viem';
import type { AuditChain } from '#coordinator/audit/draw/auditChain.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import type { AuditRecord, OpenAudit } from '#coordinator/store/taskRecord.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';

export interface AuditDrawsDeps {
  store: Pick<AuditStore, 'drawn'>;
  chain: AuditChain;
  /** The block has not drawn it: it is paid. */
  skip(result: OpenAudit, drawHash: Hex): Promise<void>;
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
    const hashes = new Map<number, Hex | undefined>();
    for (const result of waiting) {
      const { record } = result;
      const block = record.drawBlock!;
      if (!hashes.has(block)) hashes.set(block, await this.#hashOf(block));
      const hash = hashes.get(block);
      if (hash !== undefined && (await this.#draw(result, hash).catch(this.#logged(record))))
        due.push(record);
    }
    if (waiting.some(({ record }) => hashes.get(record.drawBlock!) === undefined))
      await this.#deps.chain.wantBlock();
    return due;
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

  readonly #logged = (record: AuditRecord) => (error: unknown) => {
    this.#deps.log.error({ err: error, task: record.taskId }, 'could not draw an audit');
    return false;
  };

  /** @returns whether the block has drawn it */
  async #draw(result: OpenAudit, hash: Hex): Promise<boolean> {
    const { store, skip } = this.#deps;
    const { record, digest } = result;
    if (isAuditDrawn(hash, digest, record.share)) return store.drawn(record.taskId, hash);
    await skip(result, hash);
    return false;
  }
}
