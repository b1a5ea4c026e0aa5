import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';
import type { Conflict } from '#web/trust/record/caseConflicts.ts';

export type Witness = Pick<ReachableCoordinator, 'name' | 'url'>;

/** A coordinator's record of a case that the chain contradicts. */
export interface Lie {
  by: Witness;
  caseId: bigint;
  conflicts: readonly Conflict[];
}

/** How long it is not asked again, in ms. It may have been mended, or our own node of the chain. */
export const DISTRUST_MS = 10 * 60_000;

/** Coordinators whose record of a case was found false, by the address that they announce. */
export class Distrust {
  readonly #lies = new Map<string, { lie: Lie; until: number }>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(lie: Lie): void {
    this.#lies.set(lie.by.url, { lie, until: this.#nowMs() + DISTRUST_MS });
  }

  /** Why a coordinator is not asked; undefined where it is. */
  of({ url }: Witness): Lie | undefined {
    const known = this.#lies.get(url);
    if (known === undefined || known.until > this.#nowMs()) return known?.lie;
    this.#lies.delete(url);
    return undefined;
  }
}
