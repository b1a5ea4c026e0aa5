import type { Logger } from 'pino';
import type { Hex } from 'viem';
import type { HeldStreams } from '#coordinator/audit/heldStreams.ts';
import type { Ledger } from '#coordinator/settlement/ledger.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import type { AuditRecord, OpenAudit } from '#coordinator/store/taskRecord.ts';
import type { Receipt } from '#protocol/signed/receipt.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

export interface PayoutDeps {
  store: AuditStore;
  /** Streams on which miners wait for their pay. */
  held: HeldStreams;
  ledger: Ledger;
  /** Gossips a receipt. */
  publish(receipt: Receipt): void;
  /** Gossips how a result is audited, or how that ended. */
  announce(record: AuditRecord, digest: Hex): void;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
}

/** Audits that end well: the miner is paid, and the books have it before anybody is told. */
export class Payout {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  /** One block has drawn none of these. A miner gets one voucher for all of its own. */
  async skip(results: readonly OpenAudit[], drawHash: Hex): Promise<void> {
    const { store, ledger, nowMs } = this.#deps;
    const ids = results.map(({ record }) => record.taskId);
    const skipped = await store.skip(ids, drawHash, nowMs());
    const paid = results.filter(({ record }) => skipped.has(record.taskId));
    for (const miner of new Set(paid.map(({ payment }) => payment.miner))) {
      const voucher = await ledger.voucher(miner);
      for (const result of paid.filter(({ payment }) => payment.miner === miner))
        await this.#tell(result, 'skipped', voucher);
    }
  }

  /** It was found right, or nobody could compute it. */
  async accept(result: OpenAudit, to: 'passed' | 'unchecked', change: Partial<AuditRecord>): Promise<void> {
    const { store, ledger, nowMs } = this.#deps;
    if (!(await store.accept(result.record.taskId, to, change, nowMs()))) return;
    await this.#tell(result, to, await ledger.voucher(result.payment.miner));
  }

  async #tell(
    { record, payment, digest }: OpenAudit,
    state: AuditRecord['state'],
    voucher: Voucher,
  ): Promise<void> {
    const { held, ledger, publish, announce, log } = this.#deps;
    announce({ ...record, state }, digest);
    const receipt = await ledger.receipt(record.taskId, payment);
    held.end(digest, { type: 'paid', receipt, voucher });
    publish(receipt);
    log.debug({ task: record.taskId, miner: payment.miner, audit: state }, 'task paid');
  }
}
