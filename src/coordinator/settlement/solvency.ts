import type { Address } from 'viem';
import { coverOf, owedBy, uncoveredBy } from '#chain/payments/channel.ts';
import type { ChannelBook } from '#coordinator/channels/channelBook.ts';
import type { PaymentsReader } from '#coordinator/channels/paymentsReader.ts';
import type { Promises } from '#coordinator/settlement/promises.ts';

/** Wei of CAI. */
export interface Solvency {
  /** In the operator's wallet and in the channels to miners that are owed something. */
  funds: bigint;
  /** Promised by vouchers and not redeemed yet. */
  outstanding: bigint;
  /** Whether channels and wallet hold what the vouchers promise. */
  covered: boolean;
}

export interface SolvencyDeps {
  readonly promises: Pick<Promises, 'all' | 'refresh'>;
  readonly book: Pick<ChannelBook, 'of' | 'sync'>;
  readonly payments: Pick<PaymentsReader, 'wallet'>;
}

/** Checks whether wallet and channels cover the signed vouchers, and what they can still pay. */
export class SolvencyWatch {
  readonly #deps: SolvencyDeps;
  #latest: Solvency | undefined;
  /** Wei in the wallet that no voucher needs, as of the last `refresh`. */
  #free = 0n;
  /** What channels hold beyond what their miners are owed, in wei, as of the last `refresh`. */
  #spare: ReadonlyMap<Address, bigint> = new Map();
  /** Wei promised since the accounts were last read. */
  #since = new Map<Address, bigint>();
  #reading: Promise<Solvency> | undefined;

  constructor(deps: SolvencyDeps) {
    this.#deps = deps;
  }

  /** As of the last `refresh`; undefined before the first. */
  latest(): Solvency | undefined {
    return this.#latest;
  }

  /** Wei in the wallet of which nothing is promised; undefined before the first `refresh`. */
  available(): bigint | undefined {
    if (this.#latest === undefined) return undefined;
    const beyond = [...this.#since].map(([miner, wei]) => {
      const spare = this.#spare.get(miner) ?? 0n;
      return wei > spare ? wei - spare : 0n;
    });
    return beyond.reduce((left, wei) => left - wei, this.#free);
  }

  /** Wei in a miner's channel of which nothing is promised: it pays for work of this miner alone. */
  spareOf(miner: Address): bigint {
    const left = (this.#spare.get(miner) ?? 0n) - (this.#since.get(miner) ?? 0n);
    return left > 0n ? left : 0n;
  }

  /** Counts what a voucher promises until the accounts are read again. */
  notePromise(miner: Address, wei: bigint): void {
    this.#since.set(miner, (this.#since.get(miner) ?? 0n) + wei);
  }

  /** Reads what has changed of wallet, channels and accounts; a call meanwhile gets the same answer. */
  refresh(): Promise<Solvency> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<Solvency> {
    const { promises, book, payments } = this.#deps;
    // What is promised from now on may be in the accounts or not, so it still counts afterwards.
    const before = new Map(this.#since);
    await promises.refresh();
    await book.sync();
    const wallet = await payments.wallet();
    let [funds, outstanding, uncovered] = [wallet, 0n, 0n];
    const spare = new Map<Address, bigint>();
    for (const [miner, cumulative] of promises.all()) {
      const channel = book.of(miner);
      if (channel === undefined) continue;
      const [owed, cover] = [owedBy(channel, cumulative), coverOf(channel)];
      if (owed > 0n) funds += cover;
      if (cover > owed) spare.set(miner, cover - owed);
      outstanding += owed;
      uncovered += uncoveredBy(channel, cumulative);
    }
    this.#free = wallet - uncovered;
    this.#spare = spare;
    this.#latest = { funds, outstanding, covered: wallet >= uncovered };
    this.#since = new Map(
      [...this.#since]
        .map(([miner, wei]) => [miner, wei - (before.get(miner) ?? 0n)] as const)
        .filter(([, wei]) => wei > 0n),
    );
    return this.#latest;
  }
}
