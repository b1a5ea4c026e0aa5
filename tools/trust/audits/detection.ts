import { auditShareOf, LEAST_AUDITED } from '#protocol/draw/auditShare.ts';

/** Whose results are audited: all first ones of a new miner, few of one with a long clean record. */
export type Standing = 'new' | 'aged';

/**
 * The probability that a miner which cheats in each task is caught within so many.
 * @param whenAudited probability that an audit finds the cheat
 */
export function caughtWithin(tasks: number, whenAudited: number, standing: Standing): number {
  let free = 1;
  for (let accepted = 0; accepted < tasks; accepted++) {
    free *= 1 - whenAudited * (standing === 'aged' ? LEAST_AUDITED : auditShareOf(accepted));
  }
  return 1 - free;
}
