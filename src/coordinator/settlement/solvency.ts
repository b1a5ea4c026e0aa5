import type { Address } from 'viem';
import { type Channel, coverOf, EMPTY_CHANNEL, owedBy, uncoveredBy } from '#chain/payments/channel.ts';
import { type PaymentsReader, readChannels } from '#coordinator/settlement/paymentsReader.ts';
import type { AccountStore } from '#coordinator/store/accountStore.ts';

/** Wei of CAI. */
export interface Solvency {
  /** In the operator's wallet and in the channels to miners that are owed something. */
  funds: bigint;
  /** Promised by vouchers and not redeemed yet. */
  outstanding: bigint;
  /** Whether channels and wallet hold what the vouchers promise. */
  covered: boolean;
}

/** Checks whether wallet and channels cover the signed vouchers. */
export class SolvencyWatch {
  readonly #accounts: AccountStore;
  readonly #reader: PaymentsReader;
  /** Redeemed amounts only grow, so a miner that has redeemed everything is not read again. */
  readonly #channels = new Map<Address, Channel>();
  #latest: Solvency | undefined;
  /** Wei in the wallet that no voucher needs, as of the last `refresh`. */
  #free = 0n;
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

  /**
   * Wei that nothing is promised of; undefined before the first `refresh`. Reserves in channels do not count:
   * each is for one miner, and nobody knows who is drawn next.
   */
  available(): bigint | undefined {
    return this.#latest === undefined ? undefined : this.#free - this.#sincePromised;
  }

  /** Counts what a voucher promises until the accounts are read again. */
  notePromise(amount: bigint): void {
    this.#sincePromised += amount;
  }

  /** Reads wallet, channels and accounts again; a call while that is under way gets the same answer. */
  refresh(): Promise<Solvency> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Solvency> {
    const promisedBefore = this.#sincePromised;
    const accounts = await this.#accounts.all();
    const channelOf = (miner: Address): Channel => this.#channels.get(miner) ?? EMPTY_CHANNEL;
    const open = accounts.filter(({ miner, cumulative }) => owedBy(channelOf(miner), cumulative) > 0n);
    const read = await readChannels(
      this.#reader,
      open.map(({ miner }) => miner),
    );
    for (const [miner, channel] of read) this.#channels.set(miner, channel);
    const wallet = await this.#reader.wallet();
    let [funds, outstanding, uncovered] = [wallet, 0n, 0n];
    for (const { miner, cumulative } of open) {
      const channel = channelOf(miner);
      funds += coverOf(channel);
      outstanding += owedBy(channel, cumulative);
      uncovered += uncoveredBy(channel, cumulative);
    }
    this.#free = wallet - uncovered;
    this.#latest = { funds, outstanding, covered: wallet >= uncovered };
    this.#sincePromised -= promisedBefore;
    return this.#latest;
  }
}
