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
 * by it, this coordinator's voters too. Call it once fees are shared out: they pay for further time.
 */
export async function lapseWork({ roster, treasury, log }: LapseWorkDeps): Promise<void> {
  const { minedAt, miners, coordinators } = roster.current();
  const over = [...miners, ...coordinators]
    .filter(({ workingUntil }) => workingUntil !== 0 && workingUntil <= minedAt)
    .sort((a, b) => Number(b.weight - a.weight))
    .slice(0, MOST_A_PASS);
  if (over.length === 0) return;
  await treasury.lapse(over.map(({ id }) => id));
  log.info({ nodes: over.length }, 'ended the double emission of nodes whose paid time is over');
}
