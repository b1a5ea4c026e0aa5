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
  /** It was delivered before this page was loaded, so that it may have been paid for before, too. */
  isEarlier: boolean;
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
  /** What came while the page was away: pay for earlier work, or what another browser has earned. */
  #cameSince = 0n;
  #isWelcomed = false;

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
   * Takes the newest voucher from a coordinator's welcome. The first one says what it owed before; later ones
   * may hold pay for work that is settled only afterwards.
   * @param voucher null where the coordinator owes nothing
   * @throws MinerError BAD_PAYMENT when it is not the coordinator's voucher for this miner
   */
  async welcome(voucher: Voucher | null): Promise<void> {
    if (voucher !== null) await this.keep(voucher);
    if (!this.#isWelcomed && voucher !== null && voucher.cumulative > this.#owed) {
      this.#cameSince = voucher.cumulative - this.#owed;
      this.#owed = voucher.cumulative;
    }
    this.#isWelcomed = true;
  }

  /**
   * Stores a voucher, for work that is settled already.
   * @throws MinerError BAD_PAYMENT when it is not the coordinator's voucher for this miner
   */
  async keep(voucher: Voucher): Promise<void> {
    await this.#checkVoucher(voucher);
    await this.#store.keep(voucher);
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
      this.#settled.add(work.assignment.taskId);
      if (this.#settled.size > KEPT_TASKS) this.#settled.delete(this.#settled.values().next().value!);
      const paidBefore = work.isEarlier ? least(amount, this.#cameSince) : 0n;
      this.#cameSince -= paidBefore;
      this.#owed += amount - paidBefore;
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

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
