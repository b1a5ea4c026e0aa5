import type { Address, Hex } from 'viem';
import type { AccountStore } from '#coordinator/store/accountStore.ts';
import type { PaymentRecord } from '#coordinator/store/taskRecord.ts';
import { type Receipt, signReceipt } from '#protocol/signed/receipt.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';
import { signVoucher, type Voucher } from '#protocol/signed/voucher.ts';

/**
 * Signs receipts and vouchers for the amounts in the database. Signing is deterministic: the same input gives
 * the same signature.
 */
export class Ledger {
  readonly #network: NetworkIdentity;
  readonly #signer: OperatorSigner;
  readonly #accounts: AccountStore;
  readonly #redeemedOf: (miner: Address) => Promise<bigint>;

  /** @param redeemedOf wei that the payments contract has paid a miner for our vouchers */
  constructor(deps: {
    network: NetworkIdentity;
    signer: OperatorSigner;
    accounts: AccountStore;
    redeemedOf: (miner: Address) => Promise<bigint>;
  }) {
    this.#network = deps.network;
    this.#signer = deps.signer;
    this.#accounts = deps.accounts;
    this.#redeemedOf = deps.redeemedOf;
  }

  /**
   * Opens a miner's account before its first task. It starts at what the chain has already paid: if the
   * database was lost, vouchers that started at zero would be worthless until they passed that amount.
   */
  async openAccount(miner: Address): Promise<void> {
    if ((await this.#accounts.cumulativeOf(miner)) !== undefined) return;
    await this.#accounts.open(miner, await this.#redeemedOf(miner));
  }

  /**
   * The newest voucher.
   * @param cumulative the account's amount in wei; by default it is read from the database
   */
  async voucher(miner: Address, cumulative?: bigint): Promise<Voucher> {
    const amount = cumulative ?? (await this.#accounts.cumulativeOf(miner)) ?? 0n;
    return signVoucher(this.#network, this.#signer, miner, amount);
  }

  receipt(taskId: Hex, payment: PaymentRecord): Promise<Receipt> {
    return signReceipt(this.#network, this.#signer, {
      taskId,
      miner: payment.miner,
      result: payment.resultHash,
      units: payment.units,
      amount: payment.amount,
      finishedAt: Math.floor(payment.deliveredAt / 1_000),
    });
  }
}
