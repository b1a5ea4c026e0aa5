import { ApiFault } from '#coordinator/api/http/apiFault.ts';

/**
 * From when on apps may choose their tasks' salts. A salt makes a task's id, so a request that is sent again
 * is the same task; a coordinator whose books are new does not know whether its node has drawn it before, and
 * to draw a task twice is a fault. Without a salt of the app every task is new.
 * @example
 * const salts = new OwnSalts({ fromMs: await readOwnSaltsFrom(…), nowMs: Date.now });
 * salts.expectAllowed(order.salt);
 */
export class OwnSalts {
  readonly #fromMs: number;
  readonly #nowMs: () => number;

  /** @param deps.fromMs and `nowMs`, in ms since 1970 */
  constructor({ fromMs, nowMs }: { fromMs: number; nowMs: () => number }) {
    this.#fromMs = fromMs;
    this.#nowMs = nowMs;
  }

  /** @throws ApiFault 503 salt_not_yet where the app has chosen one too early */
  expectAllowed(salt: string | undefined): void {
    const leftMs = this.#fromMs - this.#nowMs();
    if (salt === undefined || leftMs <= 0) return;
    throw new ApiFault(
      'salt_not_yet',
      'This coordinator’s records are new, so it cannot tell yet whether it had this task before. ' +
        'Leave salt out, or send it later.',
      { param: 'salt', headers: { 'retry-after': String(Math.ceil(leftMs / 1_000)) } },
    );
  }
}
