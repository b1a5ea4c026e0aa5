import type { Logger } from 'pino';
import type { Hex } from 'viem';
import type { AuditChain } from '#coordinator/audit/draw/auditChain.ts';
import type { Audited } from '#coordinator/audit/draw/audited.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import type { AuditRecord } from '#coordinator/store/taskRecord.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';

export interface AuditDrawsDeps {
  store: Pick<AuditStore, 'in' | 'drawn'>;
  chain: AuditChain;
  /** @returns undefined where the result is not there any more */
  read(record: AuditRecord): Promise<Audited | undefined>;
  /** The block has not drawn it: it is paid. */
  skip(audited: Audited, drawHash: Hex): Promise<void>;
  log: Logger;
}

/** Draws which waiting results are audited, by the hashes of the blocks that were named for them. */
export class AuditDraws {
  readonly #deps: AuditDrawsDeps;

  constructor(deps: AuditDrawsDeps) {
    this.#deps = deps;
  }

  /** Draws what can be drawn, and asks for a block where one is missing. */
  async run(): Promise<void> {
    const { store, chain } = this.#deps;
    const all = await store.in('waiting');
    if (all.length === 0) return;
    const audited = new Set((await store.in('due')).map(({ miner }) => miner));
    // What a miner delivers while one of its results is audited is not paid before that is over.
    const waiting = all.filter(({ miner }) => !audited.has(miner));
    const hashes = new Map<number, Hex | undefined>();
    for (const record of waiting) {
      const block = record.drawBlock!;
      if (!hashes.has(block)) hashes.set(block, await this.#hashOf(block));
      const hash = hashes.get(block);
      if (hash !== undefined) await this.#draw(record, hash).catch(this.#logged(record));
    }
    if (waiting.some(({ drawBlock }) => hashes.get(drawBlock!) === undefined)) await chain.wantBlock();
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
  };

  async #draw(record: AuditRecord, hash: Hex): Promise<void> {
    const { store, read, skip } = this.#deps;
    const audited = await read(record);
    if (audited === undefined) return;
    if (isAuditDrawn(hash, audited.digest, record.share)) await store.drawn(record.taskId, hash);
    else await skip(audited, hash);
  }
}
