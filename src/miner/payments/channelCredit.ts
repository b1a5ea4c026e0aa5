import type { Address } from 'viem';
import { ChainError } from '#chain/chainError.ts';
import { type Channel, uncoveredBy } from '#chain/payments/channel.ts';
import type { VoucherStore } from '#miner/payments/voucherStore.ts';

/** Units of work that a miner does before it is covered: about ten answers, or a hundred small images. */
export const UNSECURED_UNITS = 2_000n;
/** A channel that held enough is read again after this time, in ms: its payer may be withdrawing. */
const FRESH_MS = 60_000;
/** The chain is not asked about a channel more often than this, in ms. */
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
  /** Undefined until it was read once. */
  channel: Channel | undefined;
  askedAt: number;
  isCovered: boolean;
  /** The lowest price that was offered since the channel last held everything, in wei per unit. */
  price: bigint;
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
   * @throws ChainError when a channel that matters could never be read
   */
  async allows(payer: Address, unitPrice: bigint): Promise<boolean> {
    const newest = await this.#deps.vouchers.newest(payer);
    if (newest === undefined) return true;
    const known = this.#knownOf(payer, unitPrice);
    const uncovered = ({ channel }: Known): bigint =>
      channel === undefined ? newest.cumulative : uncoveredBy(channel, newest.cumulative);
    const isWithin = (): boolean => uncovered(known) <= UNSECURED_UNITS * known.price;
    const age = this.#deps.uptimeMs() - known.askedAt;
    if (age >= (known.channel !== undefined && isWithin() ? FRESH_MS : RETRY_MS))
      await this.#read(payer, known);
    if (known.channel === undefined) {
      if (isWithin()) return true;
      throw new ChainError('NO_ANSWER', 'The payment channel could not be read.');
    }
    // A coordinator that raised its price with each task would owe without limit.
    if (uncovered(known) === 0n) known.price = unitPrice;
    const isCovered = isWithin();
    if (known.isCovered !== isCovered) this.#deps.onCovered(payer, isCovered);
    known.isCovered = isCovered;
    return isCovered;
  }

  #knownOf(payer: Address, unitPrice: bigint): Known {
    const known = this.#known.get(payer) ?? {
      ...{ channel: undefined, askedAt: -Infinity, isCovered: true, price: unitPrice },
    };
    const { price } = known;
    known.price = price < unitPrice ? price : unitPrice;
    this.#known.set(payer, known);
    return known;
  }

  async #read(payer: Address, known: Known): Promise<void> {
    known.askedAt = this.#deps.uptimeMs();
    try {
      known.channel = await this.#deps.readChannel(payer);
    } catch (error) {
      this.#deps.trace(`channel of ${payer}`, error);
    }
  }
}
