import { LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { CHEATING_MINERS } from '#tools/trust/economics/assumptions.ts';
import { ATTACKS, type Attack } from '#tools/trust/economics/attacks.ts';
import { expectedCycle } from '#tools/trust/economics/closedForm.ts';
import { FALSE_ALARM } from '#tools/trust/economics/detection.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** Cases against an honest miner in one task: three checks in a row must find a right result wrong. */
export const FALSE_CASES =
  LEAST_AUDITED * FALSE_ALARM.audit * FALSE_ALARM.otherBackEnd * FALSE_ALARM.otherTab;

/** How an honest miner becomes a cheat, for the mix: it builds a clean record first. */
const CHEAT: Attack = ATTACKS[1]!;

/**
 * The share of the accused that are guilty, by the share of miners that cheat. All are drawn alike; each
 * cheat has one case in a cycle.
 */
export function guiltyShare(world: World, cheating = CHEATING_MINERS): number {
  const { days } = expectedCycle(CHEAT, world);
  const guilty = cheating / days;
  const innocent = (1 - cheating) * FALSE_CASES * world.tasksPerDay;
  return guilty / (guilty + innocent);
}
