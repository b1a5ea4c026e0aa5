import type { Attack } from '#tools/trust/economics/attacks.ts';
import { type AuditEnd, auditEnd } from '#tools/trust/economics/auditEnd.ts';
import { type Cycle, daysOf, MOST_TASKS } from '#tools/trust/economics/closedForm.ts';
import { penaltyOf } from '#tools/trust/economics/penalty.ts';
import type { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import { caseDays, inFlight, restTasks, type World } from '#tools/trust/economics/world.ts';

/** One model's record with one coordinator. */
interface AuditRecord {
  accepted: number;
  /** The task from which on a doubt counts there. */
  doubtedAt: number;
  /** The task from which on the attacker works there again; Infinity if it does not. */
  resumesAt: number;
}

/** A cycle as it was played. */
export interface PlayedCycle extends Cycle {
  audits: number;
  /** Faked results that were paid. */
  slipped: number;
  /** Results that went to court. */
  found: number;
}

/** How the audit of a faked result ended. */
function playAudit({ paid, unpaid, anew }: AuditEnd, random: SeededRandom): keyof AuditEnd {
  const at = random.next();
  if (at < paid) return 'paid';
  if (at < paid + unpaid) return 'unpaid';
  return at < paid + unpaid + anew ? 'anew' : 'court';
}

/**
 * Plays one cycle of an attack, task by task: from fresh records until each has had its doubt, or until jail
 * if the attacker builds its records anew meanwhile. Records take turns.
 */
export function playCycle(attack: Attack, world: World, random: SeededRandom): PlayedCycle {
  const { cheats, skipped, after, rebuilds, records: count = 1 } = attack;
  const { price, shareOf, auditsAccused } = world;
  const end = auditEnd(attack, world);
  const fresh = (): AuditRecord => ({ accepted: after, doubtedAt: Infinity, resumesAt: Infinity });
  const records = Array.from({ length: count }, fresh);
  const more = inFlight(world);
  let [task, profit, found, slipped, audits, until] = [0, 0, 0, 0, 0, MOST_TASKS];
  const goesOn = ({ doubtedAt, resumesAt }: AuditRecord) => task < doubtedAt || resumesAt < until;
  for (; task < until && records.some(goesOn); task++) {
    const record = records[task % count]!;
    if (task >= record.doubtedAt) {
      if (task < record.resumesAt) continue;
      Object.assign(record, fresh(), { accepted: 0 });
    }
    const faked = record.accepted >= after && random.hits(cheats);
    const isAudited = random.hits(shareOf(record.accepted));
    if (isAudited) audits++;
    const audit = faked && isAudited ? playAudit(end, random) : 'paid';
    if (audit === 'paid') {
      record.accepted++;
      if (faked) slipped++;
      continue;
    }
    profit -= (1 - skipped) * price;
    if (audit === 'unpaid') continue;
    if (audit === 'court' && found++ === 0)
      until = task + 1 + Math.max(more, Math.ceil(caseDays(world) * world.tasksPerDay));
    for (const doubted of auditsAccused ? records : [record]) {
      doubted.doubtedAt = Math.min(doubted.doubtedAt, task + 1 + more);
      if (rebuilds === true && !auditsAccused) doubted.resumesAt = doubted.doubtedAt + restTasks(world);
    }
  }
  let convictions = 0;
  for (let i = 0; i < found; i++) if (random.hits(world.convicts)) convictions++;
  const tasks = task + count * after;
  const days = daysOf(attack, world, tasks, found > 0 ? 1 : 0);
  profit += slipped * skipped * price - penaltyOf(world, convictions);
  return { profit, tasks, days, audits, slipped, found };
}
