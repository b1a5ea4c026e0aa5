import type { Logger } from 'pino';
import type { Roster } from '#chain/roster.ts';
import type { Treasury } from '#coordinator/wallet/treasury.ts';

/** Nodes in one pass and so in one transaction: some 40,000 gas each. */
export const MOST_A_PASS = 50;

export interface LapseWorkDeps {
  roster: { current(): Pick<Roster, 'minedAt' | 'miners' | 'coordinators'> };
  treasury: Pick<Treasury, 'lapse'>;
  log: Logger;
}

/**
 * Ends the double emission of nodes whose paid time is over, the heaviest first. Everybody else earns more
 * by it, this coordinator's voters too. A node that was named and is still due, as after a call that failed,
 * comes after those that were not.
 */
export class LapseWork {
  readonly #deps: LapseWorkDeps;
  /** In which pass each node that is still due was named last. */
  readonly #named = new Map<bigint, number>();
  #pass = 0;

  constructor(deps: LapseWorkDeps) {
    this.#deps = deps;
  }

  /** One pass. Call it once fees are shared out: they pay for further time. */
  async run(): Promise<void> {
    const { roster, treasury, log } = this.#deps;
    const { minedAt, miners, coordinators } = roster.current();
    const due = [...miners, ...coordinators].filter(
      ({ workingUntil }) => workingUntil !== 0 && workingUntil <= minedAt,
    );
    const ids = new Set(due.map(({ id }) => id));
    for (const id of this.#named.keys()) if (!ids.has(id)) this.#named.delete(id);
    const namedIn = (id: bigint) => this.#named.get(id) ?? 0;
    const over = due
      .sort((a, b) => namedIn(a.id) - namedIn(b.id) || Number(b.weight - a.weight))
      .slice(0, MOST_A_PASS);
    if (over.length === 0) return;
    this.#pass += 1;
    for (const { id } of over) this.#named.set(id, this.#pass);
    await treasury.lapse(over.map(({ id }) => id));
    log.info({ nodes: over.length }, 'ended the double emission of nodes whose paid time is over');
  }
}
