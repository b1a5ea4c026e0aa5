/** Bounds on who may hold a place at the same time. */
export interface PlaceLimits {
  most: number;
  /** From one host while all are free. Of what others leave it may hold the same part. */
  mostPerHost: number;
}

/**
 * Places that hosts hold, such as connections being set up: some in all, and fewer for each host. The fewer
 * are left, the fewer a host may take, so that it needs many hosts to take all of them from a new one.
 */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #held = new Map<string, number>();
  #total = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Places taken now. */
  get size(): number {
    return this.#total;
  }

  /**
   * Takes a place.
   * @param others hosts that hold places elsewhere that count as well
   * @returns a function that gives the place back, once; undefined when there is none
   */
  take(host: string, others: readonly string[] = []): (() => void) | undefined {
    const { most, mostPerHost } = this.#limits;
    const own = this.#held.get(host) ?? 0;
    const neighbours = others.filter((other) => other === host).length;
    const held = own + neighbours;
    const taken = this.#total + others.length;
    const free = most - (taken - held);
    if (taken >= most || held >= Math.ceil((free * mostPerHost) / most)) return undefined;
    this.#held.set(host, own + 1);
    this.#total += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#total -= 1;
      const left = this.#held.get(host)! - 1;
      if (left === 0) this.#held.delete(host);
      else this.#held.set(host, left);
    };
  }
}
