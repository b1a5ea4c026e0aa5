import type { Address } from 'viem';
import type { NodeIds } from '#coordinator/miners/nodeIds.ts';
import type { OpenAttempt } from '#coordinator/scheduler/liveTask.ts';
import { PROGRESS_RATE } from '#coordinator/scheduler/progressBudget.ts';
import { type Rate, TokenBucket } from '#network/limits/tokenBucket.ts';

/**
 * How long a miner that refused as busy or stopping gets no task, in seconds: about one short task. Each
 * further refusal without work in between doubles it, up to FULL_S.
 */
const BUSY_REST_S = 5;
/** How long one that refused as busy gets no more tasks than it had, in seconds. Then it is tried again. */
const FULL_S = 60;
/** The same after its first lapse; each further lapse doubles it, up to the longest. */
const LAPSE_REST_S = 30;
export const LONGEST_REST_S = 3_600;
/** Miners remembered; beyond it those are forgotten that were heard of longest ago. */
export const MOST_MINERS = 10_000;

/** How often a miner may do what none of its tasks bounds. */
export const MINER_RATES = {
  /** Progress on tasks that are over: it may not know that yet. */
  strays: PROGRESS_RATE,
  /** Takes and refusals of what is not its task now: one for each task that it had when its line broke. */
  asks: { perSecond: 1, burst: 64 },
  /** Streams: a tab that has lost us tries to open one for each of its tasks twice a second. */
  streams: { perSecond: 20, burst: 200 },
} satisfies Record<string, Rate>;

interface Entry {
  /** Lapses that no delivery has made up for. */
  lapses: number;
  /** Until when it rests for them. */
  lapseRestUntil: number;
  busyUntil: number;
  /** Refusals as busy since it last worked. */
  refusals: number;
  /** It may hold so many tasks until then: others take its places. */
  full: { tasks: number; until: number } | undefined;
  workedAt: number;
  readonly rates: Partial<Record<keyof typeof MINER_RATES, TokenBucket>>;
}

/**
 * What miners did with their tasks: it outlasts their sessions, and counts by node, so that a new key is no
 * new start. All times are in ms of a clock that never jumps.
 */
export class MinerRecord {
  readonly #nodeIds: Pick<NodeIds, 'of'>;
  /** By node; by key where the roster does not have it yet. */
  readonly #entries = new Map<bigint | Address, Entry>();

  constructor(nodeIds: Pick<NodeIds, 'of'>) {
    this.#nodeIds = nodeIds;
  }

  /** It let a task lapse, or broke the protocol. Tasks that lapse while it rests are the same failure. */
  lapsed(operator: Address, now: number): void {
    const entry = this.#entryOf(operator);
    if (now < entry.lapseRestUntil) return;
    const seconds = Math.min(LAPSE_REST_S * 2 ** entry.lapses, LONGEST_REST_S);
    entry.lapseRestUntil = now + seconds * 1_000;
    entry.lapses += 1;
  }

  /**
   * One of its results is wrong: others get its tasks for as long as a miner may rest.
   * @param at when that was found
   */
  doubted(operator: Address, at: number): void {
    const entry = this.#entryOf(operator);
    entry.lapseRestUntil = Math.max(entry.lapseRestUntil, at + LONGEST_REST_S * 1_000);
  }

  /** Its attempt ends without a result. One that it had for half of a task's life it has kept from others. */
  gaveUp({ record, work }: OpenAttempt, now: number): void {
    if (work?.lease.hasHadHalf(now)) this.lapsed(record.miner, now);
  }

  /** It delivered a task and was paid: that makes up for one lapse. */
  delivered(operator: Address, now: number): void {
    const entry = this.#entryOf(operator);
    entry.lapses = Math.max(0, entry.lapses - 1);
    entry.workedAt = now;
  }

  /** It refused a task as busy or stopping. @param tasks that it has besides */
  busy(operator: Address, now: number, tasks: number): void {
    const entry = this.#entryOf(operator);
    if (tasks > 0) entry.full = { tasks, until: now + FULL_S * 1_000 };
    else {
      entry.busyUntil = now + Math.min(BUSY_REST_S * 2 ** entry.refusals, FULL_S) * 1_000;
      entry.refusals += 1;
    }
  }

  /** How many tasks it may have at once now; it may serve other coordinators as well. */
  mostTasks(operator: Address, now: number): number {
    const full = this.#known(operator)?.full;
    return full !== undefined && now < full.until ? full.tasks : Infinity;
  }

  /** One of its tasks has moved. */
  worked(operator: Address, now: number): void {
    const entry = this.#entryOf(operator);
    entry.workedAt = now;
    entry.refusals = 0;
  }

  /** It does something of a kind. @returns false when that is too often */
  allows(operator: Address, kind: keyof typeof MINER_RATES, now: number): boolean {
    const { rates } = this.#entryOf(operator);
    rates[kind] ??= new TokenBucket(MINER_RATES[kind], now);
    return rates[kind].take(now);
  }

  /** When one of its tasks last moved; -Infinity if none did. */
  workedAt(operator: Address): number {
    return this.#known(operator)?.workedAt ?? -Infinity;
  }

  /** Whether it gets no task now. */
  isResting(operator: Address, now: number): boolean {
    const entry = this.#known(operator);
    return entry !== undefined && now < Math.max(entry.lapseRestUntil, entry.busyUntil);
  }

  #known(operator: Address): Entry | undefined {
    return this.#entries.get(this.#nodeIds.of(operator) ?? operator) ?? this.#entries.get(operator);
  }

  #entryOf(operator: Address): Entry {
    const key = this.#nodeIds.of(operator) ?? operator;
    const known = this.#known(operator);
    const entry = known ?? {
      ...{ lapses: 0, lapseRestUntil: 0, busyUntil: 0, refusals: 0, full: undefined, workedAt: -Infinity },
      rates: {},
    };
    // The map's order is that of the last news.
    this.#entries.delete(operator);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MOST_MINERS) this.#entries.delete(this.#entries.keys().next().value!);
    return entry;
  }
}
