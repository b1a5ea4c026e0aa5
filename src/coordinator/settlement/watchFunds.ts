import type { Logger } from 'pino';
import { type Repeated, repeat } from '#coordinator/eventLoop/repeat.ts';
import type { SolvencyWatch } from '#coordinator/settlement/solvency.ts';

const SOLVENCY_MS = 30_000;
const UNCOVERED = 'wallet and channels do not cover the signed vouchers: send CAI to the operator key';

/** Reads the wallet and the channels again and again, and warns when they do not hold what was promised. */
export const watchFunds = (log: Logger, solvency: Pick<SolvencyWatch, 'refresh'>): Repeated =>
  repeat(log, 'check the funds', SOLVENCY_MS, async () => {
    const { covered, funds, outstanding } = await solvency.refresh();
    const amounts = { funds: funds.toString(), outstanding: outstanding.toString() };
    if (!covered) log.warn(amounts, UNCOVERED);
  });
