import type { Hex } from 'viem';
import { type Rate, TokenBucket } from '#network/limits/tokenBucket.ts';

/** Bundles on their way at once to jurors of their case, and to others: each takes up to 34 MB of memory. */
export const JUROR_BUNDLES = 4;
export const OTHER_BUNDLES = 2;
/** Bundles to one miner that is no juror of their case: its coordinator may not know of its seats yet. */
const OTHERS_RATE: Rate = { perSecond: 1 / 60, burst: 4 };
/** Who held a place without taking its bundle gets none for so long, in ms. */
export const REST_MS = 600_000;
/** Cases of which it is remembered who was given their bundle. */
const CASES_KEPT = 32;
/** Miners that are remembered for their misuse, and for what they were given without a seat. */
const MINERS_KEPT = 1_000;

/** Who asks for a bundle. */
export interface Receiver {
  /** Names the miner, whatever connection it comes by. */
  readonly miner: string;
  /** What the bundle is about (`evidenceIdOf`). */
  readonly about: Hex;
  /** Whether it has seats on a jury of that case. */
  readonly isJuror: boolean;
  /** Takes the place away from it. */
  cut(): void;
}

interface Held extends Receiver {
  /** How many times it was given this case's bundle, this time included. */
  readonly times: number;
}

/**
 * Who may be sent a bundle now. Jurors of a bundle's case have places of their own. Where these are full, who
 * gets the bundle for the first time takes the place of one that was given it before: so each juror has its
 * turn, however many others come again and again. A place that was misused is not given again soon.
 */
export class BundlePlaces {
  readonly #uptimeMs: () => number;
  readonly #jurors = new Map<string, Held>();
  readonly #others = new Map<string, Held>();
  /** Of those without seats; they stay when a miner leaves, or it would begin anew. */
  readonly #rates = new Map<string, TokenBucket>();
  /** How many times each miner was given the bundle of each case. */
  readonly #given = new Map<Hex, Map<string, number>>();
  /** Until when those that misused a place get none, by the same clock. */
  readonly #resting = new Map<string, number>();

  constructor(uptimeMs: () => number) {
    this.#uptimeMs = uptimeMs;
  }

  /**
   * Takes a place.
   * @returns the way to give it back; undefined when there is none for it now
   */
  take(receiver: Receiver): { leave(isMisused: boolean): void } | undefined {
    const { miner, isJuror } = receiver;
    if (this.#jurors.has(miner) || this.#others.has(miner) || this.#isResting(miner)) return undefined;
    const held: Held = { ...receiver, times: this.#timesOf(receiver) + 1 };
    const pool = isJuror ? this.#jurors : this.#others;
    if (isJuror ? !this.#makeRoom(held) : pool.size >= OTHER_BUNDLES) return undefined;
    if (!isJuror && !this.#takeRate(miner)) return undefined;
    pool.set(miner, held);
    if (isJuror) this.#count(held);
    return {
      leave: (isMisused) => {
        if (isMisused) this.#rest(miner);
        if (pool.get(miner) === held) pool.delete(miner);
      },
    };
  }

  #makeRoom({ times }: Held): boolean {
    if (this.#jurors.size < JUROR_BUNDLES) return true;
    const [most] = [...this.#jurors.values()].sort((one, other) => other.times - one.times);
    if (most === undefined || most.times <= times) return false;
    this.#jurors.delete(most.miner);
    most.cut();
    return true;
  }

  #timesOf({ about, miner }: Receiver): number {
    return this.#given.get(about)?.get(miner) ?? 0;
  }

  #count({ about, miner, times }: Held): void {
    const given = this.#given.get(about) ?? new Map<string, number>();
    remember(this.#given, about, given.set(miner, times), CASES_KEPT);
  }

  #isResting(miner: string): boolean {
    return (this.#resting.get(miner) ?? Number.NEGATIVE_INFINITY) > this.#uptimeMs();
  }

  #rest(miner: string): void {
    remember(this.#resting, miner, this.#uptimeMs() + REST_MS, MINERS_KEPT);
  }

  #takeRate(miner: string): boolean {
    const now = this.#uptimeMs();
    const bucket = this.#rates.get(miner) ?? new TokenBucket(OTHERS_RATE, now);
    remember(this.#rates, miner, bucket, MINERS_KEPT);
    return bucket.take(now);
  }
}

/** Keeps the newest entries. */
function remember<K, V>(kept: Map<K, V>, key: K, value: V, most: number): void {
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
}
