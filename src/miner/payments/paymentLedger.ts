import type { Address, Hex } from 'viem';
import { MinerError } from '#miner/minerError.ts';
import type { VoucherStore } from '#miner/payments/voucherStore.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { isReceiptSigned, type Receipt } from '#protocol/signed/receipt.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { isVoucherSigned, type Voucher } from '#protocol/signed/voucher.ts';

/** Tasks remembered as settled: a payment is repeated only while its task is being delivered. */
const KEPT_TASKS = 1_000;

/** What a payment is checked against. */
export interface Work {
  assignment: Assignment;
  /** keccak256 of the delivered bytes. */
  result: Hex;
  units: number;
}

/** Who owes whom: the coordinator's operator and the miner's. */
export interface PaymentParties {
  readonly payer: Address;
  readonly payee: Address;
}

/**
 * Checks that one coordinator pays what it owes. Vouchers are cumulative and may arrive out of order, so the
 * rule is on the sum: the newest voucher must cover what was owed at the start plus every task since.
 */
export class PaymentLedger {
  readonly #network: NetworkIdentity;
  readonly #parties: PaymentParties;
  readonly #store: VoucherStore;
  readonly #settled = new Set<Hex>();
  #owed: bigint;
  #begun = false;

  private constructor(network: NetworkIdentity, parties: PaymentParties, store: VoucherStore, owed: bigint) {
    this.#network = network;
    this.#parties = parties;
    this.#store = store;
    this.#owed = owed;
  }

  static async open(
    network: NetworkIdentity,
    parties: PaymentParties,
    store: VoucherStore,
  ): Promise<PaymentLedger> {
    const newest = await store.newest(parties.payer);
    return new PaymentLedger(network, parties, store, newest?.cumulative ?? 0n);
  }

  /**
   * Stores an earlier voucher that the coordinator sends, as after this browser's data was lost.
   * @throws MinerError BAD_PAYMENT when it is not the coordinator's voucher for this miner
   */
  async restore(voucher: Voucher): Promise<void> {
    await this.#checkVoucher(voucher);
    await this.#store.keep(voucher);
    if (!this.#begun && voucher.cumulative > this.#owed) this.#owed = voucher.cumulative;
  }

  /**
   * Checks a task's receipt and voucher and stores the voucher. Idempotent per task.
   * @throws MinerError BAD_PAYMENT; a valid voucher that is too low is kept, since it can still be redeemed
   */
  async settle(work: Work, receipt: Receipt, voucher: Voucher): Promise<void> {
    const amount = BigInt(work.units) * work.assignment.unitPrice;
    const receiptIsRight =
      receipt.taskId === work.assignment.taskId &&
      receipt.coordinator === this.#parties.payer &&
      receipt.miner === this.#parties.payee &&
      receipt.result === work.result &&
      receipt.units === work.units &&
      receipt.amount === amount &&
      (await isReceiptSigned(this.#network, receipt));
    if (!receiptIsRight) {
      throw new MinerError('BAD_PAYMENT', 'A coordinator sent a receipt that does not match the task.');
    }
    await this.#checkVoucher(voucher);
    if (!this.#settled.has(work.assignment.taskId)) {
      this.#begun = true;
      this.#settled.add(work.assignment.taskId);
      if (this.#settled.size > KEPT_TASKS) this.#settled.delete(this.#settled.values().next().value!);
      this.#owed += amount;
    }
    await this.#store.keep(voucher);
    const newest = (await this.#store.newest(this.#parties.payer))?.cumulative ?? 0n;
    if (newest < this.#owed) {
      throw new MinerError('BAD_PAYMENT', 'A coordinator paid less than its assignments promised.');
    }
  }

  async #checkVoucher(voucher: Voucher): Promise<void> {
    const isRight =
      voucher.payer === this.#parties.payer &&
      voucher.payee === this.#parties.payee &&
      (await isVoucherSigned(this.#network, voucher));
    if (!isRight) {
      throw new MinerError('BAD_PAYMENT', 'A coordinator sent an invalid voucher.');
    }
  }
}
