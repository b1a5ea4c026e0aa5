import type { Address } from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { AccountStore } from '#coordinator/store/accountStore.ts';

/** Redeemed amounts read in one batch. */
const READS_AT_ONCE = 20;

/** Wei of CAI. */
export interface Solvency {
  /** Our deposit in the payments contract. */
  deposit: bigint;
  /** Promised by vouchers and not redeemed yet. */
  outstanding: bigint;
  covered: boolean;
}

/** Reads of the payments contract for one payer. */
export function paymentsReader(client: ReadClient, payments: Address, payer: Address) {
  const contract = { abi: paymentsAbi, address: payments } as const;
  return {
    deposit: () => client.readContract({ ...contract, functionName: 'balanceOf', args: [payer] }),
    redeemedOf: (payee: Address) =>
      client.readContract({ ...contract, functionName: 'redeemed', args: [payer, payee] }),
  };
}
export type PaymentsReader = ReturnType<typeof paymentsReader>;

/** Checks whether the deposit covers the signed vouchers. */
export class SolvencyWatch {
  readonly #accounts: AccountStore;
  readonly #reader: PaymentsReader;
  /** Redeemed amounts only grow, so a miner that has redeemed everything is not read again. */
  readonly #redeemed = new Map<Address, bigint>();
  #latest: Solvency | undefined;
  /** Wei promised since the accounts were last read. */
  #sincePromised = 0n;
  #reading: Promise<Solvency> | undefined;

  constructor(accounts: AccountStore, reader: PaymentsReader) {
    this.#accounts = accounts;
    this.#reader = reader;
  }

  /** As of the last `refresh`; undefined before the first. */
  latest(): Solvency | undefined {
    return this.#latest;
  }

  /** Wei of the deposit that nothing is promised of; undefined before the first `refresh`. */
  available(): bigint | undefined {
    if (this.#latest === undefined) return undefined;
    return this.#latest.deposit - this.#latest.outstanding - this.#sincePromised;
  }

  /** Counts what a voucher promises until the accounts are read again. */
  notePromise(amount: bigint): void {
    this.#sincePromised += amount;
  }

  /** Reads deposit and accounts again; a call while that is under way gets the same answer. */
  refresh(): Promise<Solvency> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Solvency> {
    const promisedBefore = this.#sincePromised;
    const accounts = await this.#accounts.all();
    const open = accounts.filter(({ miner, cumulative }) => (this.#redeemed.get(miner) ?? 0n) < cumulative);
    for (let at = 0; at < open.length; at += READS_AT_ONCE) {
      await Promise.all(
        open.slice(at, at + READS_AT_ONCE).map(async ({ miner }) => {
          this.#redeemed.set(miner, await this.#reader.redeemedOf(miner));
        }),
      );
    }
    const deposit = await this.#reader.deposit();
    const outstanding = accounts.reduce((sum, { miner, cumulative }) => {
      const owed = cumulative - (this.#redeemed.get(miner) ?? 0n);
      return owed > 0n ? sum + owed : sum;
    }, 0n);
    this.#latest = { deposit, outstanding, covered: deposit >= outstanding };
    this.#sincePromised -= promisedBefore;
    return this.#latest;
  }
}
