import type { Logger } from 'pino';
import { type Address, formatEther, parseEther } from 'viem';
import { type Channel, coverOf, owedBy, uncoveredBy } from '#chain/payments/channel.ts';
import { type PaymentsReader, readChannels } from '#coordinator/settlement/paymentsReader.ts';
import type { Treasury } from '#coordinator/settlement/treasury.ts';

/** Channels funded or shared out in one transaction: some 30,000 gas each. */
const BATCH = 50;
/** A channel is read again after this time, in ms, even if nothing was promised: its miner may redeem. */
const FRESH_MS = 600_000;
/** How long an empty wallet is left alone, in ms. */
const EMPTY_MS = 60_000;
/** Less than this is not worth the gas of sharing it out, in wei. */
const LEAST_FEES = parseEther('1');

export interface ChannelKeeperDeps {
  /** What each miner was promised in total. */
  accounts: { all(): Promise<readonly { miner: Address; cumulative: bigint }[]> };
  isOnline(miner: Address): boolean;
  payments: PaymentsReader;
  treasury: Pick<Treasury, 'hasPending' | 'fund' | 'shareFees'>;
  /** What the channel of a miner that works holds beyond what it is owed, in wei. */
  reserveWei: bigint;
  log: Logger;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

interface Known {
  readonly channel: Channel;
  readonly cumulative: bigint;
  readonly readAt: number;
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
  readonly #known = new Map<Address, Known>();
  /** The wallet is not looked at before. */
  #emptyUntil = 0;

  constructor(deps: ChannelKeeperDeps) {
    this.#deps = deps;
  }

  /** A miner says that its channel holds too little: what we know of it may be old. */
  doubt(miner: Address): void {
    this.#known.delete(miner);
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
    for (const { miner } of suspected) this.#known.delete(miner);
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
      for (const { miner } of batch) this.#known.delete(miner);
      log.info({ channels: batch.length }, 'channels were funded');
    }
  }

  /** Shares out the fees that were kept back from payments to miners. */
  async shareFees(): Promise<void> {
    const { accounts, payments, treasury, log } = this.#deps;
    const paid = (await accounts.all()).filter(({ cumulative }) => cumulative > 0n);
    const channels = await readChannels(
      payments,
      paid.map(({ miner }) => miner),
    );
    const ripe = [...channels].filter(([, { fees }]) => fees >= LEAST_FEES).map(([miner]) => miner);
    for (let at = 0; at < ripe.length; at += BATCH) {
      const batch = ripe.slice(at, at + BATCH);
      await treasury.shareFees(batch);
      log.info({ channels: batch.length }, 'fees were shared out to voters');
    }
  }

  async #shortages(): Promise<Shortage[]> {
    const { accounts, isOnline, reserveWei } = this.#deps;
    const all = await accounts.all();
    const old = all.filter((account) => this.#mustRead(account));
    const channels = await readChannels(
      this.#deps.payments,
      old.map(({ miner }) => miner),
    );
    const readAt = this.#deps.uptimeMs();
    for (const { miner, cumulative } of old)
      this.#known.set(miner, { channel: channels.get(miner)!, cumulative, readAt });
    return all.flatMap(({ miner, cumulative }) => {
      const channel = this.#known.get(miner)?.channel;
      // It was doubted while others were read: the next run looks at it.
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

  /** Whether the chain must be asked about a miner's channel. */
  #mustRead({ miner, cumulative }: { miner: Address; cumulative: bigint }): boolean {
    const known = this.#known.get(miner);
    if (known === undefined) return true;
    if (!this.#deps.isOnline(miner) && cumulative <= known.channel.redeemed) return false;
    const promised = cumulative - known.cumulative;
    return promised >= this.#deps.reserveWei / 4n || this.#deps.uptimeMs() - known.readAt >= FRESH_MS;
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
