import type { Attack } from '#tools/trust/economics/attacks.ts';
import { type AuditEnd, auditEnd } from '#tools/trust/economics/auditEnd.ts';
import { meanPenalty } from '#tools/trust/economics/penalty.ts';
import { caseDays, coolDownDays, inFlight, type World } from '#tools/trust/economics/world.ts';

/** A cycle that no audit ends is broken off after so many tasks. */
export const MOST_TASKS = 50_000;

/** Chances that the sum leaves out. */
const NEGLIGIBLE = 1e-15;

/** From a fresh record to the audit that ends it, with all that follows. */
export interface Cycle {
  profit: number;
  tasks: number;
  days: number;
}

export const perThousandTasks = ({ profit, tasks }: Cycle): number => (1_000 * profit) / tasks;
export const perMonth = ({ profit, days }: Cycle): number => (30 * profit) / days;

/**
 * What one task brings in CAI while its results are audited at this share, and how likely it ends the cycle
 * how.
 */
function taskOf(attack: Attack, world: World, end: AuditEnd, share: number) {
  const { cheats, skipped } = attack;
  const audited = cheats * share;
  const unpaid = end.unpaid + end.anew + end.court;
  const gain = (cheats - audited + audited * end.paid) * skipped - audited * unpaid * (1 - skipped);
  return { gain: gain * world.price, anew: audited * end.anew, court: audited * end.court };
}

/**
 * Days of a cycle: its tasks, and if it ends at the court the case and the jail, unless a new node takes
 * over.
 */
export function daysOf(attack: Attack, world: World, tasks: number, court: number): number {
  const jail = attack.again === true ? 0 : world.convicts * coolDownDays(world);
  return tasks / world.tasksPerDay + court * (caseDays(world) + jail);
}

/** Sums over the tasks of a cycle. */
interface Sums {
  gain: number;
  tasks: number;
  /** Chances that it ends so. */
  anew: number;
  court: number;
}

/**
 * The means of a cycle of one record, as an exact sum over its tasks: each is reached if no audit has ended
 * the cycle before. The audit's share changes no more once the record is trusted, so the rest is a geometric
 * series.
 * @example perThousandTasks(expectedCycle(ATTACKS[1]!, defaultWorld('main network')));
 */
export function expectedCycle(attack: Attack, world: World): Cycle {
  const end = auditEnd(attack, world);
  const sums: Sums = { gain: 0, tasks: attack.after, anew: 0, court: 0 };
  const add = (times: number, task: ReturnType<typeof taskOf>): void => {
    sums.gain += times * task.gain;
    sums.anew += times * task.anew;
    sums.court += times * task.court;
    sums.tasks += times;
  };
  let reached = 1;
  let accepted = attack.after;
  const floor = world.shareOf(Infinity);
  for (; world.shareOf(accepted) > floor && reached > NEGLIGIBLE; accepted++) {
    const task = taskOf(attack, world, end, world.shareOf(accepted));
    add(reached, task);
    reached *= 1 - task.anew - task.court;
  }
  const task = taskOf(attack, world, end, floor);
  const [ends, left] = [task.anew + task.court, Math.max(0, MOST_TASKS - accepted)];
  add(reached * (ends === 0 ? left : (1 - (1 - ends) ** left) / ends), task);
  return withPenalty(attack, world, sums);
}

/** Adds what is signed while the last result is audited, at the same share, and the penalty. */
function withPenalty(attack: Attack, world: World, { gain, tasks, anew, court }: Sums): Cycle {
  const more = inFlight(world);
  const task = taskOf(attack, world, auditEnd(attack, world), world.shareOf(attack.after));
  const penalty =
    court * meanPenalty(world, 1, more, task.court) + anew * meanPenalty(world, 0, more, task.court);
  const tried = court + anew * (1 - (1 - task.court) ** more);
  const all = tasks + (anew + court) * more;
  const profit = gain + (anew + court) * more * task.gain - penalty;
  return { profit, tasks: all, days: daysOf(attack, world, all, tried) };
}
