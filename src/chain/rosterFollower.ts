import type { Address } from 'viem';
import type { ReadClient } from '#chain/networkConfig.ts';
import { POLLING_INTERVAL_MS } from '#chain/networkConfig.ts';
import { type Roster, readRosterAt } from '#chain/roster.ts';

/** Past rosters kept for checking assignments, which are drawn at most a block or two ago. */
const KEPT_ROSTERS = 64;

/**
 * Keeps the newest roster at hand. It follows the chain's head: if the staking contract emitted nothing since
 * the last one, only the beacon is new; otherwise the roster is read again. A reorganisation or a reset chain
 * shows in the last head's hash, and everything is read again.
 *
 * @example
 * const follower = new RosterFollower(client, staking);
 * await follower.start();
 * const stop = follower.onChange(({ miners }) => console.log(miners.length));
 */
export class RosterFollower {
  readonly #client: ReadClient;
  readonly #staking: Address;
  readonly #listeners = new Set<(roster: Roster) => void>();
  readonly #failureListeners = new Set<(error: unknown) => void>();
  readonly #past = new Map<number, Promise<Roster>>();
  #current: Roster | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(client: ReadClient, staking: Address) {
    this.#client = client;
    this.#staking = staking;
  }

  /**
   * @throws when the chain cannot be read; afterwards such failures are reported to `onFailure` and retried
   */
  async start(): Promise<void> {
    this.#accept(await readRosterAt(this.#client, this.#staking));
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#failureListeners.clear();
  }

  /** @throws before `start` has resolved */
  current(): Roster {
    if (this.#current === undefined) throw new Error('RosterFollower.current() before start()');
    return this.#current;
  }

  /** The roster of a past block, from memory or the chain. */
  at(blockNumber: number): Promise<Roster> {
    const known = this.#past.get(blockNumber);
    if (known !== undefined) return known;
    const reading = readRosterAt(this.#client, this.#staking, BigInt(blockNumber));
    this.#remember(blockNumber, reading);
    reading.catch(() => this.#past.delete(blockNumber));
    return reading;
  }

  /** Called with every new roster, also when only the beacon moved. Returns the way to stop listening. */
  onChange(listener: (roster: Roster) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onFailure(listener: (error: unknown) => void): () => void {
    this.#failureListeners.add(listener);
    return () => this.#failureListeners.delete(listener);
  }

  #remember(blockNumber: number, roster: Promise<Roster>): void {
    this.#past.set(blockNumber, roster);
    if (this.#past.size > KEPT_ROSTERS) this.#past.delete(this.#past.keys().next().value!);
  }

  #accept(roster: Roster): void {
    // After a reorganisation the same block number may have another hash, so the kept roster is stale.
    this.#past.delete(roster.blockNumber);
    this.#remember(roster.blockNumber, Promise.resolve(roster));
    this.#current = roster;
    for (const listener of this.#listeners) listener(roster);
  }

  /** Whether the chain grew from the current roster's block without an event of the staking contract. */
  async #wasSilentUntil(head: bigint): Promise<boolean> {
    const { blockNumber, beacon } = this.current();
    if (head <= BigInt(blockNumber)) return false;
    const last = await this.#client.getBlock({ blockNumber: BigInt(blockNumber) });
    if (last.hash !== beacon) return false;
    const logs = await this.#client.getLogs({
      address: this.#staking,
      fromBlock: BigInt(blockNumber) + 1n,
      toBlock: head,
    });
    return logs.length === 0;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#poll(), POLLING_INTERVAL_MS);
  }

  async #poll(): Promise<void> {
    try {
      const head = await this.#client.getBlock({ blockTag: 'latest' });
      if (head.hash !== this.current().beacon) {
        const roster = (await this.#wasSilentUntil(head.number))
          ? { ...this.current(), blockNumber: Number(head.number), beacon: head.hash }
          : await readRosterAt(this.#client, this.#staking, head.number);
        if (!this.#stopped) this.#accept(roster);
      }
    } catch (error) {
      for (const listener of this.#failureListeners) listener(error);
    }
    this.#schedule();
  }
}
