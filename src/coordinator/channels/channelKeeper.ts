import type { Logger } from 'pino';
import { type Address, formatEther, parseEther } from 'viem';
import { coverOf, owedBy, uncoveredBy } from '#chain/payments/channel.ts';
import type { ChannelBook } from '#coordinator/channels/channelBook.ts';
import type { PaymentsReader } from '#coordinator/channels/paymentsReader.ts';
import type { Promises } from '#coordinator/settlement/promises.ts';
import type { Treasury } from '#coordinator/wallet/treasury.ts';

/** Channels funded or shared out in one transaction: some 30,000 gas each. */
const BATCH = 50;
/** How long an empty wallet is left alone, in ms. */
const EMPTY_MS = 60_000;
/** Less than this is not worth the gas of sharing it out, in wei. */
const LEAST_FEES = parseEther('1');

export interface ChannelKeeperDeps {
  /** What each miner was promised in total. */
  promises: Pick<Promises, 'all' | 'refresh'>;
  book: Pick<ChannelBook, 'of' | 'sync' | 'doubt'>;
  isOnline(miner: Address): boolean;
  payments: Pick<PaymentsReader, 'wallet'>;
  treasury: Treasury;
  /** What the channel of a miner that works holds beyond what it is owed, in wei. */
  reserveWei: bigint;
  log: Logger;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

interface Shortage {
  readonly miner: Address;
  /** Owed and not covered, in wei. */
  readonly debt: bigint;
  /** Missing of the reserve, in wei. */
  readonly reserve: bigint;
}

/**
 * Keeps the channels to the miners funded: each holds what its miner's voucher promises, and a reserve while
 * the miner works. Calls must not overlap.
 */
export class ChannelKeeper {
  readonly #deps: ChannelKeeperDeps;
  /** The wallet is not looked at before. */
  #emptyUntil = 0;

  constructor(deps: ChannelKeeperDeps) {
    this.#deps = deps;
  }

  /** Funds what is short, debts first, as far as the wallet's CAI goes. */
  async fund(): Promise<void> {
    const { treasury, payments, log } = this.#deps;
    if (this.#deps.uptimeMs() < this.#emptyUntil) return;
    const suspected = await this.#shortages();
    if (suspected.length === 0) return;
    // What an earlier transaction puts in cannot be read yet, and would be put in twice.
    if (await treasury.hasPending()) {
      log.info('channels wait for an earlier transaction of the operator key');
      return;
    }
    // And what it has put in since must be read first: we may never have heard of its end.
    for (const { miner } of suspected) this.#deps.book.doubt(miner);
    const short = await this.#shortages();
    if (short.length === 0) return;
    const wallet = await payments.wallet();
    const amounts = divide(short, wallet);
    if (amounts.length === 0) this.#emptyUntil = this.#deps.uptimeMs() + EMPTY_MS;
    const missing = short.reduce((sum, { debt }) => sum + debt, 0n) - wallet;
    if (missing > 0n) {
      const missing_cai = formatEther(missing);
      log.warn({ missing_cai }, 'the operator’s wallet holds too little for its vouchers: send CAI to it');
    }
    for (let at = 0; at < amounts.length; at += BATCH) {
      const batch = amounts.slice(at, at + BATCH);
      await treasury.fund(
        batch.map(({ miner }) => miner),
        batch.map(({ amount }) => amount),
      );
      for (const { miner } of batch) this.#deps.book.doubt(miner);
      log.info({ channels: batch.length }, 'channels were funded');
    }
  }

  /** Shares out the fees that were kept back from payments to miners. */
  async shareFees(): Promise<void> {
    const { promises, book, treasury, log } = this.#deps;
    await this.#look();
    const feesOf = (miner: Address): bigint => book.of(miner)?.fees ?? 0n;
    const ripe = [...promises.all().keys()].filter((miner) => feesOf(miner) >= LEAST_FEES);
    for (let at = 0; at < ripe.length; at += BATCH) {
      const batch = ripe.slice(at, at + BATCH);
      await treasury.shareFees(batch);
      log.info({ channels: batch.length }, 'fees were shared out to voters');
    }
  }

  async #look(): Promise<void> {
    await this.#deps.promises.refresh();
    await this.#deps.book.sync();
  }

  async #shortages(): Promise<Shortage[]> {
    await this.#look();
    const { promises, book, isOnline, reserveWei } = this.#deps;
    return [...promises.all()].flatMap(([miner, cumulative]) => {
      const channel = book.of(miner);
      if (channel === undefined) return [];
      const debt = uncoveredBy(channel, cumulative);
      // No reserve before the first pay: a new key costs its owner nothing, and would bind our CAI.
      const reserve = isOnline(miner) && cumulative > 0n ? reserveWei : 0n;
      const wanted = owedBy(channel, cumulative) + reserve;
      const cover = coverOf(channel);
      const missing = wanted > cover ? wanted - cover : 0n;
      // Half a reserve is left before it is filled, so that not every task costs a transaction.
      if (debt === 0n && missing < reserveWei / 2n) return [];
      return missing === 0n ? [] : [{ miner, debt, reserve: missing - debt }];
    });
  }
}

/** Debts take all of the wallet, reserves half of what is then left: it also has to pay the next miners. */
function divide(short: readonly Shortage[], wallet: bigint): { miner: Address; amount: bigint }[] {
  let left = wallet;
  const take = (wanted: bigint, most: bigint): bigint => {
    const amount = wanted < most ? wanted : most;
    left -= amount;
    return amount;
  };
  const debts = short.map(({ debt }) => take(debt, left));
  const kept = left / 2n;
  return short
    .map(({ miner, reserve }, place) => ({
      miner,
      amount: debts[place]! + take(reserve, left > kept ? left - kept : 0n),
    }))
    .filter(({ amount }) => amount > 0n);
}
