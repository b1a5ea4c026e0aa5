/**
 * Reads of what never changes, each made once and kept, the oldest forgotten first. A failed one is not kept.
 *
 * @example
 * const rosters = new KeptReads<PrintedRoster>(64);
 * const roster = await rosters.of(head.hash, () => reader.read(head));
 */
export class KeptReads<T> {
  readonly #most: number;
  readonly #kept = new Map<string, Promise<T>>();

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * What was read for this key, or is being read now, or else is read by `read`.
   */
  of(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const reading = read();
    this.#kept.set(key, reading);
    reading.catch(() => this.#kept.delete(key));
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value!);
    return reading;
  }
}
