import { type Rate, TokenBucket } from '#network/limits/tokenBucket.ts';

/**
 * A token bucket for each peer or node. A key's owner forgets it when it leaves, so there are never more than
 * there are connections.
 * @example
 * const hellos = new KeyedBuckets<string>({ perSecond: 1, burst: 5 });
 * if (!hellos.take(peer, uptimeMs())) throw new RefusalError('MALFORMED', 'too many hellos');
 */
export class KeyedBuckets<K> {
  readonly #rate: Rate;
  readonly #buckets = new Map<K, TokenBucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /**
   * @param nowMs in ms of any clock
   * @returns false when that many are not left to this key; then none is taken
   */
  take(key: K, nowMs: number, count = 1): boolean {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, nowMs);
    this.#buckets.set(key, bucket);
    return bucket.take(nowMs, count);
  }

  /** The key has left. If it comes back, it has its whole burst again. */
  forget(key: K): void {
    this.#buckets.delete(key);
  }
}
