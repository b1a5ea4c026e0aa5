import { CaseBookError } from '#coordinator/court/shown/caseBookError.ts';
import type { TokenBucket } from '#network/limits/tokenBucket.ts';

interface Page<T> {
  readonly content: Promise<T>;
  /** In ms of the clock. */
  until: number;
}

export interface CachedReadsDeps<K, T> {
  read(key: K): Promise<T>;
  /** How long what was read is given again, in ms. */
  keptMs(content: T): number;
  /** Contents kept, the one that was read first forgotten first. */
  most: number;
  /** What one read takes of the budget. */
  cost: number;
  /** Chain reads of all clients, and of all that share it. */
  budget: TokenBucket;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/**
 * Reads of the chain for many clients: each key is read once at a time and given again for a while. While the
 * budget is spent, what is known stays as it is.
 */
export class CachedReads<K, T> {
  readonly #deps: CachedReadsDeps<K, T>;
  readonly #pages = new Map<K, Page<T>>();

  constructor(deps: CachedReadsDeps<K, T>) {
    this.#deps = deps;
  }

  /** @throws CaseBookError BUSY when it is not known and the budget is spent; what `read` throws */
  async get(key: K): Promise<T> {
    const { read, keptMs, most, cost, budget, uptimeMs } = this.#deps;
    const now = uptimeMs();
    const known = this.#pages.get(key);
    if (known !== undefined && known.until > now) return known.content;
    if (!budget.take(now, cost)) {
      if (known === undefined) throw new CaseBookError();
      return known.content;
    }
    const page: Page<T> = { content: read(key), until: Number.POSITIVE_INFINITY };
    this.#pages.delete(key);
    this.#pages.set(key, page);
    if (this.#pages.size > most) this.#pages.delete(this.#pages.keys().next().value!);
    try {
      const content = await page.content;
      page.until = now + keptMs(content);
      return content;
    } catch (error) {
      if (this.#pages.get(key) === page) this.#pages.delete(key);
      throw error;
    }
  }
}
