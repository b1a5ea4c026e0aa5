import type { Address } from 'viem';
import { type Channel, coverOf, EMPTY_CHANNEL, owedBy } from '#chain/payments/channel.ts';
import type { VoucherStore } from '#miner/payments/voucherStore.ts';

/** Units of work that a miner does before it is covered: about ten answers, or a hundred small images. */
export const UNSECURED_UNITS = 2_000n;
/** A channel that held enough is read again after this time, in ms: its payer may be withdrawing. */
const FRESH_MS = 60_000;
/** One that held too little is not read more often than this, in ms. */
const RETRY_MS = 3_000;

export interface ChannelCreditDeps {
  vouchers: Pick<VoucherStore, 'newest'>;
  /** The channel from a coordinator to this miner. */
  readChannel(payer: Address): Promise<Channel>;
  /** Whether a coordinator's channel holds enough, whenever that changes. */
  onCovered(payer: Address, isCovered: boolean): void;
  trace(what: string, error: unknown): void;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

interface Known {
  channel: Channel;
  readAt: number;
  isCovered: boolean;
}

/**
 * Limits what a miner works for without cover: what a coordinator's newest voucher promises and its channel
 * does not hold may be worth UNSECURED_UNITS. Tasks that are not paid yet do not count.
 */
export class ChannelCredit {
  readonly #deps: ChannelCreditDeps;
  readonly #known = new Map<Address, Known>();

  constructor(deps: ChannelCreditDeps) {
    this.#deps = deps;
  }

  /**
   * Whether a coordinator may have another task done. While the chain does not answer, what was last read
   * counts.
   * @param unitPrice what it pays, in wei per unit
   */
  async allows(payer: Address, unitPrice: bigint): Promise<boolean> {
    const newest = await this.#deps.vouchers.newest(payer);
    if (newest === undefined) return true;
    const isWithin = (channel: Channel): boolean =>
      owedBy(channel, newest.cumulative) <= coverOf(channel) + UNSECURED_UNITS * unitPrice;
    const known = this.#known.get(payer);
    const now = this.#deps.uptimeMs();
    if (known !== undefined) {
      const isEnough = isWithin(known.channel);
      if (now - known.readAt < (isEnough ? FRESH_MS : RETRY_MS)) return this.#note(payer, known, isEnough);
    }
    const fresh = await this.#read(payer, known, now);
    return this.#note(payer, fresh, isWithin(fresh.channel));
  }

  async #read(payer: Address, known: Known | undefined, readAt: number): Promise<Known> {
    const before = known ?? { channel: EMPTY_CHANNEL, readAt, isCovered: true };
    try {
      const channel = await this.#deps.readChannel(payer);
      const fresh = { ...before, channel, readAt };
      this.#known.set(payer, fresh);
      return fresh;
    } catch (error) {
      this.#deps.trace(`channel of ${payer}`, error);
      return before;
    }
  }

  #note(payer: Address, known: Known, isCovered: boolean): boolean {
    if (known.isCovered !== isCovered) this.#deps.onCovered(payer, isCovered);
    known.isCovered = isCovered;
    return isCovered;
  }
}
