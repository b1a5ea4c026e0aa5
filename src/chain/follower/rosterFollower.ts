import { type ChainError, chainErrorOf } from '#chain/chainError.ts';
import { type ChainHealth, chainHealth } from '#chain/chainHealth.ts';
import { KeptReads } from '#chain/follower/keptReads.ts';
import { type Head, type PrintedRoster, RosterReader } from '#chain/follower/rosterReader.ts';
import {
  type NetworkConfig,
  POLLING_INTERVAL_MS,
  readClientOf,
  withEachFirst,
} from '#chain/networkConfig.ts';
import type { Roster } from '#chain/roster.ts';
import { type EpochRules, epochOf } from '#protocol/draw/epoch.ts';

/** Rosters kept of the newest blocks. */
const KEPT_ROSTERS = 64;
/**
 * Rosters kept of epochs. Those of the last quarter of an hour decide over tasks; an epoch takes a minute.
 */
const KEPT_EPOCHS = 32;
/**
 * Polls in a row that must give a lower head before it is believed. Usually another node behind the same URL
 * lags; a chain that was rolled back stays low.
 */
export const LAG_POLLS = 5;
/** Attempts at the first look at the chain. */
const START_TRIES = 4;
/** Longest pause between two polls, in ms: when a node is back, that is noticed within it. */
export const MAX_PAUSE_MS = 30_000;

interface Followed extends PrintedRoster {
  head: Head;
  epoch: PrintedRoster;
}

/**
 * Keeps the newest roster at hand. It asks for the chain's head every second. For a new head it asks for the
 * hash of the roster at that very block, and reads the roster again only if that differs. It relies on no
 * event, block range or old block, and every roster it gives belongs to its beacon. Past rosters are kept by
 * their block's hash, so that of a block which a reorganisation removed is never taken for its successor's.
 * It also keeps the roster of the epoch, with which lotteries are drawn.
 *
 * @example
 * const follower = new RosterFollower(config);
 * await follower.start();
 * const stop = follower.onChange(({ miners }) => console.log(miners.length));
 */
export class RosterFollower {
  readonly epochs: EpochRules;
  /** One for each of the network's nodes; it asks that node first and the others where it fails. */
  readonly #readers: readonly RosterReader[];
  readonly #minesOnDemand: boolean;
  readonly #changeListeners = new Set<(roster: Roster) => void>();
  readonly #healthListeners = new Set<() => void>();
  readonly #kept = new KeptReads<PrintedRoster>(KEPT_ROSTERS);
  readonly #keptEpochs = new KeptReads<PrintedRoster>(KEPT_EPOCHS);
  #followed: Followed | undefined;
  #turn = 0;
  #lowerPolls = 0;
  #failure: ChainError | undefined;
  /** Polls in a row that failed. */
  #failures = 0;
  #answeredAtMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(config: NetworkConfig) {
    // Polling is its own repetition, with pauses that the transport's would add to.
    this.#readers = withEachFirst(config).map(
      (each) => new RosterReader(readClientOf(each, 0), config.contracts.staking),
    );
    this.#minesOnDemand = config.devnet;
    this.epochs = config.epochs;
  }

  /**
   * @throws ChainError when the chain cannot be read; afterwards failures show in `health` and are retried
   */
  async start(): Promise<void> {
    for (let left = START_TRIES - 1; this.#followed === undefined; left--) {
      await this.#look();
      if (this.#failure === undefined) break;
      if (left === 0 || this.#stopped || this.#failure.code === 'OTHER_CHAIN') throw this.#failure;
      await new Promise((resolve) => setTimeout(resolve, this.#pauseMs()));
    }
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#changeListeners.clear();
    this.#healthListeners.clear();
  }

  /** @throws before `start` has resolved */
  current(): Roster {
    return this.#expectFollowed().roster;
  }

  /** The roster with which lotteries are drawn now. @throws before `start` has resolved */
  epoch(): Roster {
    return this.#expectFollowed().epoch.roster;
  }

  /**
   * The roster of a past block of the chain as it is now, from memory or the chain.
   * @throws ChainError NO_BLOCK when our node does not have the block, or no longer has its state; NO_ANSWER,
   * RATE_LIMITED, OTHER_CHAIN. None of them is the fault of whoever named the block.
   */
  async at(blockNumber: number): Promise<Roster> {
    const { roster, epoch } = this.#expectFollowed();
    for (const known of [roster, epoch.roster]) if (blockNumber === known.blockNumber) return known;
    const head = await this.#reader.block(BigInt(blockNumber));
    return (await this.#rosterOf(head)).roster;
  }

  /** How well the chain is followed now. @throws before `start` has resolved */
  health(): ChainHealth {
    const { head } = this.#expectFollowed();
    const seen = {
      blockNumber: Number(head.number),
      headSeconds: Number(head.timestamp),
      answeredAtMs: this.#answeredAtMs,
      failure: this.#failure,
      minesOnDemand: this.#minesOnDemand,
    };
    return chainHealth(seen, Date.now());
  }

  /** Called with every new roster, also when only the beacon moved. Returns the way to stop listening. */
  onChange(listener: (roster: Roster) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Called after every look at the chain: `health` may have changed. Returns the way to stop listening. */
  onHealth(listener: () => void): () => void {
    this.#healthListeners.add(listener);
    return () => this.#healthListeners.delete(listener);
  }

  get #reader(): RosterReader {
    return this.#readers[this.#turn % this.#readers.length]!;
  }

  #expectFollowed(): Followed {
    if (this.#followed === undefined) throw new Error('The RosterFollower has not started.');
    return this.#followed;
  }

  #rosterOf(head: Head): Promise<PrintedRoster> {
    const kept = Number(head.number) % this.epochs.blocks === 0 ? this.#keptEpochs : this.#kept;
    return kept.of(head.hash, () => this.#reader.read(head, this.#followed));
  }

  async #look(): Promise<void> {
    try {
      await this.#follow(await this.#reader.block('latest'));
      this.#failure = undefined;
      this.#failures = 0;
      this.#answeredAtMs = Date.now();
    } catch (error) {
      this.#failure = chainErrorOf(error);
      this.#failures += 1;
    }
    // Another node may know better: this one fails, serves another chain, or stands still.
    if (this.#failure !== undefined || this.health().state === 'behind') this.#turn += 1;
    for (const listener of this.#healthListeners) listener();
  }

  /** A reorganisation may have replaced its block, so the hash is asked for with every new head. */
  async #epochOf(head: Head, printed: PrintedRoster): Promise<PrintedRoster> {
    const number = epochOf(Number(head.number), this.epochs);
    if (BigInt(number) === head.number) return printed;
    return this.#rosterOf(await this.#reader.block(BigInt(number)));
  }

  async #follow(head: Head): Promise<void> {
    const known = this.#followed?.head;
    const isLower = known !== undefined && head.number < known.number;
    this.#lowerPolls = isLower ? this.#lowerPolls + 1 : 0;
    if (head.hash === known?.hash || (isLower && this.#lowerPolls < LAG_POLLS)) return;
    const printed = await this.#rosterOf(head);
    const epoch = await this.#epochOf(head, printed);
    if (this.#stopped) return;
    this.#lowerPolls = 0;
    this.#followed = { ...printed, head, epoch };
    for (const listener of this.#changeListeners) listener(printed.roster);
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(async () => {
      try {
        await this.#look();
      } finally {
        this.#schedule();
      }
    }, this.#pauseMs());
  }

  /** Longer after each failure in a row, and scattered, so that many tabs do not return at once. */
  #pauseMs(): number {
    if (this.#failure === undefined || this.#failure.code === 'NO_BLOCK') return POLLING_INTERVAL_MS;
    const doubled = Math.min(POLLING_INTERVAL_MS * 2 ** this.#failures, MAX_PAUSE_MS);
    const scattered = doubled * (0.5 + Math.random() / 2);
    return Math.max(scattered, Math.min(this.#failure.details.pauseMs, MAX_PAUSE_MS));
  }
}
