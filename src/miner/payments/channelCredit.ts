import type { Address } from 'viem';
import { ChainError } from '#chain/chainError.ts';
import { type Channel, owedBy, uncoveredBy } from '#chain/payments/channel.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import type { CreditPrices } from '#miner/payments/creditPrices.ts';
import type { VoucherStore } from '#miner/payments/voucherStore.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** Units of work that a miner does before it is covered: about ten answers, or a hundred small images. */
export const UNSECURED_UNITS = 2_000n;
/** A channel that held enough is read again after this time, in ms: its payer may be withdrawing. */
const FRESH_MS = 60_000;
/** The chain is not asked about a channel or a key more often than this, in ms. */
const RETRY_MS = 3_000;

export interface ChannelCreditDeps {
  vouchers: Pick<VoucherStore, 'all'>;
  prices: CreditPrices;
  /** The channel from a coordinator's key to this miner. */
  readChannel(payer: Address): Promise<Channel>;
  /** The node that a key serves or once served: no key ever serves two. */
  readNodeId(payer: Address): Promise<bigint>;
  /** Whether a coordinator's channels hold enough, whenever that changes. */
  onCovered(operator: Address, isCovered: boolean): void;
  trace(what: string, error: unknown): void;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** A coordinator that wants a task done. */
export interface Asker {
  readonly nodeId: bigint;
  /** Its node's key now. */
  readonly operator: Address;
}

/** One key's channel. */
interface Known {
  nodeId: bigint | undefined;
  /** Undefined until it was read once. */
  channel: Channel | undefined;
  askedAtMs: number;
  nodeAskedAtMs: number;
}

/**
 * Limits what a miner works for without cover: what the newest vouchers of all keys that a coordinator's node
 * has had promise and their channels do not hold may be worth UNSECURED_UNITS. Tasks that are not paid yet do
 * not count.
 */
export class ChannelCredit {
  readonly #deps: ChannelCreditDeps;
  readonly #known = new Map<Address, Known>();
  /** Nodes whose channels held too little when we last looked, each with the key that was told. */
  readonly #uncovered = new Map<bigint, Address>();

  constructor(deps: ChannelCreditDeps) {
    this.#deps = deps;
  }

  /**
   * Whether a coordinator may have another task done. While the chain does not answer, what was last read
   * counts.
   * @param unitPrice what it pays, in wei per unit
   * @throws ChainError when a channel that matters could never be read
   */
  async allows(asker: Asker, unitPrice: bigint): Promise<boolean> {
    const vouchers = await this.#vouchersOf(asker);
    if (vouchers.length === 0) return true;
    const price = await this.#deps.prices.lower(asker.nodeId, unitPrice);
    const uncovered = (): bigint => vouchers.reduce((sum, voucher) => sum + this.#uncoveredBy(voucher), 0n);
    const isWithin = (): boolean => uncovered() <= UNSECURED_UNITS * price;
    const patienceMs = isWithin() ? FRESH_MS : RETRY_MS;
    const due = vouchers.filter((voucher) => this.#mustRead(voucher, patienceMs));
    await readMany(due, ({ payer }) => this.#read(payer));
    const isUnread = vouchers.some(({ payer }) => this.#knownOf(payer).channel === undefined);
    if (isUnread) {
      if (isWithin()) return true;
      throw new ChainError('NO_ANSWER', 'The payment channel could not be read.');
    }
    // A coordinator that raised its price with each task would owe without limit.
    if (uncovered() === 0n) await this.#deps.prices.set(asker.nodeId, unitPrice);
    const isCovered = isWithin();
    this.#tell(asker, isCovered);
    return isCovered;
  }

  /** The newest voucher of each key that the node has had. */
  async #vouchersOf({ nodeId, operator }: Asker): Promise<Voucher[]> {
    this.#knownOf(operator).nodeId = nodeId;
    const all = await this.#deps.vouchers.all();
    await readMany(all, ({ payer }) => this.#identify(payer));
    return all.filter(({ payer }) => this.#knownOf(payer).nodeId === nodeId);
  }

  /** @throws ChainError while nobody says whose key it is */
  async #identify(payer: Address): Promise<void> {
    const known = this.#knownOf(payer);
    if (known.nodeId !== undefined) return;
    const now = this.#deps.uptimeMs();
    if (now - known.nodeAskedAtMs >= RETRY_MS) {
      known.nodeAskedAtMs = now;
      try {
        known.nodeId = await this.#deps.readNodeId(payer);
      } catch (error) {
        this.#deps.trace(`node of ${payer}`, error);
      }
    }
    if (known.nodeId === undefined)
      throw new ChainError('NO_ANSWER', 'The chain did not say which node a voucher’s key serves.');
  }

  /** In wei; all that was promised while the channel was never read. */
  #uncoveredBy({ payer, cumulative }: Voucher): bigint {
    const { channel } = this.#knownOf(payer);
    return channel === undefined ? cumulative : uncoveredBy(channel, cumulative);
  }

  #mustRead({ payer, cumulative }: Voucher, patienceMs: number): boolean {
    const { channel, askedAtMs } = this.#knownOf(payer);
    const ageMs = this.#deps.uptimeMs() - askedAtMs;
    if (channel === undefined) return ageMs >= RETRY_MS;
    // What was redeemed stays so: an old key that owes nothing is not read again.
    return owedBy(channel, cumulative) > 0n && ageMs >= patienceMs;
  }

  #tell({ nodeId, operator }: Asker, isCovered: boolean): void {
    const told = this.#uncovered.get(nodeId);
    if (isCovered ? told === undefined : told === operator) return;
    if (isCovered) this.#uncovered.delete(nodeId);
    else this.#uncovered.set(nodeId, operator);
    this.#deps.onCovered(operator, isCovered);
  }

  #knownOf(payer: Address): Known {
    const known = this.#known.get(payer) ?? {
      ...{ nodeId: undefined, channel: undefined, askedAtMs: -Infinity, nodeAskedAtMs: -Infinity },
    };
    this.#known.set(payer, known);
    return known;
  }

  async #read(payer: Address): Promise<void> {
    const known = this.#knownOf(payer);
    known.askedAtMs = this.#deps.uptimeMs();
    try {
      known.channel = await this.#deps.readChannel(payer);
    } catch (error) {
      this.#deps.trace(`channel of ${payer}`, error);
    }
  }
}
