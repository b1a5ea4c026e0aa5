/** Why a miner takes no tasks for now, in the order in which they are told. */
export const REST_REASONS = ['paused', 'used', 'battery', 'hours'] as const;
export type RestReason = (typeof REST_REASONS)[number];

/**
 * Lets the miner rest while there is a reason to.
 * @example
 * const reasons = new RestReasons((resting) => client.rest(resting));
 * reasons.set('battery', true);
 */
export class RestReasons {
  readonly #rest: (resting: boolean) => void;
  readonly #listeners = new Set<() => void>();
  #held: ReadonlySet<RestReason> = new Set();

  /** @param rest tells the miner, when the first reason comes and when the last one goes */
  constructor(rest: (resting: boolean) => void) {
    this.#rest = rest;
  }

  set(reason: RestReason, holds: boolean): void {
    if (this.#held.has(reason) === holds) return;
    const wasResting = this.#held.size > 0;
    this.#held = new Set(REST_REASONS.filter((each) => (each === reason ? holds : this.#held.has(each))));
    const isResting = this.#held.size > 0;
    if (isResting !== wasResting) this.#rest(isResting);
    for (const listener of this.#listeners) listener();
  }

  /** The reason to tell; undefined while there is none. */
  readonly first = (): RestReason | undefined => REST_REASONS.find((reason) => this.#held.has(reason));

  /** All of them: the same set until one comes or goes. */
  readonly held = (): ReadonlySet<RestReason> => this.#held;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
