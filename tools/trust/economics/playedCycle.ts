import type { Attack } from '#tools/trust/economics/attacks.ts';
import { auditEnd } from '#tools/trust/economics/auditEnd.ts';
import { type Cycle, daysOf, MOST_TASKS } from '#tools/trust/economics/closedForm.ts';
import { penaltyOf } from '#tools/trust/economics/penalty.ts';
import type { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import { caseDays, inFlight, type World } from '#tools/trust/economics/world.ts';

/** One model's record with one coordinator. */
interface AuditRecord {
  accepted: number;
  /** The task from which on all is audited there, so that the attack is over. */
  overAt: number;
}

/**
 * Plays one cycle of an attack, task by task: from fresh records until each has had its doubt, or until jail. Where
 * doubts are not shared, the other records hear of one by the jail.
 */
export function playCycle(attack: Attack, world: World, random: SeededRandom): Cycle {
  const { cheats, skipped, after, records: count = 1 } = attack;
  const { price, shareOf } = world;
  const end = auditEnd(attack, world);
  const records = Array.from({ length: count }, (): AuditRecord => ({ accepted: after, overAt: Infinity }));
  const more = inFlight(world);
  let [task, profit, found, jailAt] = [0, 0, 0, MOST_TASKS];
  for (; task < jailAt && records.some(({ overAt }) => task < overAt); task++) {
    const record = records[task % count]!;
    if (task >= record.overAt) continue;
    const faked = random.hits(cheats);
    if (!faked || !random.hits(shareOf(record.accepted))) {
      record.accepted++;
      if (faked) profit += skipped * price;
      continue;
    }
    const ended = random.next();
    if (ended < end.paid) {
      record.accepted++;
      profit += skipped * price;
      continue;
    }
    profit -= (1 - skipped) * price;
    if (ended < end.paid + end.unpaid) continue;
    for (const doubted of world.sharesDoubts ? records : [record])
      doubted.overAt = Math.min(doubted.overAt, task + 1 + more);
    if (ended < end.paid + end.unpaid + end.anew) continue;
    found++;
    jailAt = Math.min(jailAt, task + 1 + Math.max(more, Math.ceil(caseDays(world) * world.tasksPerDay)));
  }
  let convictions = 0;
  for (let i = 0; i < found; i++) if (random.hits(world.convicts)) convictions++;
  const tasks = task + count * after;
  const court = found > 0 ? 1 : 0;
  return { profit: profit - penaltyOf(world, convictions), tasks, days: daysOf(attack, world, tasks, court) };
}
