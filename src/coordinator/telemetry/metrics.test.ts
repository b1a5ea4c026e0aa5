import { expect, it } from 'vitest';
import { Metrics } from '#coordinator/telemetry/metrics.ts';
import type { AuditState } from '#protocol/task/auditState.ts';
import type { TaskStatus } from '#protocol/task/taskLife.ts';

it('tells no state’s number once nothing is in it', async () => {
  let tasks = new Map<TaskStatus, number>([['running', 2]]);
  let audits = new Map<AuditState, number>([['waiting', 3]]);
  const metrics = new Metrics({
    roster: { health: () => ({ ageSeconds: 1 }) },
    pool: { size: 4 },
    board: { queued: () => [] },
    store: { countByStatus: async () => tasks },
    audits: { countByState: async () => audits },
    solvency: { latest: () => undefined },
  });
  const told = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => /^cuckoo_(tasks|audits)\{/.test(line));
  expect(await told()).toEqual(['cuckoo_tasks{status="running"} 2', 'cuckoo_audits{state="waiting"} 3']);
  tasks = new Map([['done', 2]]);
  audits = new Map([['skipped', 3]]);
  expect(await told()).toEqual(['cuckoo_tasks{status="done"} 2', 'cuckoo_audits{state="skipped"} 3']);
});
