import { eq, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { OPEN_PAUSE_MS } from '#coordinator/audit/auditing.ts';
import { AuditorError } from '#coordinator/audit/backEnds/auditor.ts';
import { TabReview } from '#coordinator/audit/tabs/tabReview.ts';
import { tasks } from '#coordinator/store/schema.ts';
import type { TaskRecord } from '#coordinator/store/taskRecord.ts';
import { ANN, AuditBench, RIGHT, TRACE, WRONG } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageResult } from '#coordinator/testing/schedulerBench.ts';
import { testComparer } from '#coordinator/testing/testComparer.ts';
import { accountOf, NETWORK, testCatalogue } from '#coordinator/testing/world.ts';
import { readEvidence } from '#protocol/court/evidence.ts';

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db, ['bob', 'cid', 'dan']);
});

/** What ann delivers, and two pictures that differ from it. */
const [SAME, OTHER, THIRD] = [imageResult(), imageResult(9), imageResult(10)];
const by = (miner: string, result: typeof SAME) => ({ miner, result });
const replicaOf = async (id: Hex): Promise<Hex | undefined> => {
  const [row] = await open.db.select({ id: tasks.id }).from(tasks).where(eq(tasks.replicaOf, id));
  return row?.id;
};
/** How the audits of a task, its replica and the replica's ended. */
async function endsOf(id: Hex): Promise<(string | undefined)[]> {
  const ends: (string | undefined)[] = [];
  for (let next: Hex | undefined = id; next !== undefined; next = await replicaOf(next))
    ends.push((await t.bench.store.find(next))!.audit === null ? undefined : await t.decided(next));
  return ends;
}
const owedTo = (name: string) => t.bench.accounts.cumulativeOf(accountOf(name).address);
/** What miners are told when an audit has ended so. */
const CODES = new Map<string | undefined, string>([
  ['passed', 'paid'],
  ['unchecked', 'paid'],
  ['withheld', 'UNCONFIRMED'],
  ['disputed', 'WRONG_RESULT'],
]);
const codes = () => t.told.map((frame) => (frame.type === 'over' ? frame.code : frame.type));

describe('a result that the coordinator’s own back ends find wrong', () => {
  beforeEach(() => {
    t.found = [WRONG];
  });

  it('is before no jury until another tab has made it again', async () => {
    const { task } = await t.deliver();
    await t.look();
    const { audit } = (await t.bench.store.find(task.id))!;
    expect(audit).toMatchObject({ state: 'due', isDoubted: true, caseId: null });
    expect(audit!.replacement).toBe(await replicaOf(task.id));
    await t.disputes.openCases();
    expect((await t.bench.store.find(task.id))!.audit!.caseId).toBeNull();
    expect(t.doubted).toEqual([{ miner: ANN, agoMs: 0 }]);
    expect(codes()).toEqual([]);
  });

  it('is looked at again every two seconds, and not computed again', async () => {
    const { task } = await t.deliver();
    await t.look();
    const audits = t.audited.length;
    const ends = async () => {
      await t.auditing.run();
      await t.auditing.idle();
      return t.ended;
    };
    const looked = await ends();
    expect(await ends()).toBe(looked);
    t.bench.uptime += OPEN_PAUSE_MS - 1;
    expect(await ends()).toBe(looked);
    t.bench.uptime += 1;
    expect(await ends()).toBe(looked + 1);
    expect(t.audited).toHaveLength(audits);
    expect(await t.stateOf(task.id)).toBe('due');
  });

  it('is disputed when another tab contradicts it', async () => {
    t.found = [WRONG, WRONG, RIGHT];
    t.start();
    t.replicas = [by('bob', OTHER)];
    const { task } = await t.deliver();
    expect(await endsOf(task.id)).toEqual(['disputed', 'passed']);
    expect(await owedTo('bob')).toBeGreaterThan(0n);
    expect(await t.owed()).toBe(0n);
  });

  it('is neither paid nor disputed when another tab repeats it and is found right', async () => {
    t.found = [WRONG, WRONG, RIGHT];
    t.start();
    t.replicas = [by('bob', SAME)];
    const { task } = await t.deliver();
    expect(await endsOf(task.id)).toEqual(['withheld', 'passed']);
    expect(codes()).toContain('UNCONFIRMED');
    expect(await t.owed()).toBe(0n);
    const [attempt] = (await t.bench.store.find(task.id))!.attempts;
    expect(await t.bench.scheduler.attempts.standing(ANN, attempt!.digest)).toEqual({
      ...{ type: 'over', code: 'UNCONFIRMED' },
    });
  });

  it('falls with a friend’s that repeats it, when a third owner’s tab contradicts both', async () => {
    t.found = [WRONG, WRONG, WRONG, WRONG, RIGHT];
    t.start();
    t.replicas = [by('bob', SAME), by('cid', OTHER)];
    const { task } = await t.deliver();
    expect(await endsOf(task.id)).toEqual(['disputed', 'disputed', 'passed']);
    expect(await owedTo('bob')).toBe(0n);
  });

  it('falls with a friend’s when nobody else is there', async () => {
    t.replicas = [by('bob', SAME)];
    const { task } = await t.deliver();
    expect(await endsOf(task.id)).toEqual(['disputed', 'disputed', undefined]);
  });

  it('is held against nobody when three owners’ tabs agree on it: then no further tab is asked', async () => {
    t.replicas = [by('bob', SAME), by('cid', SAME), by('dan', SAME)];
    const { task } = await t.deliver();
    expect(await endsOf(task.id)).toEqual(['withheld', 'withheld', 'withheld']);
    expect(t.standing).toBeUndefined();
  });

  it('leaves its replica to the same back ends, and to tabs only where there are none any more', async () => {
    const { task } = await t.deliver();
    await t.look();
    const replica = (await t.bench.store.find(await t.replicaBy('bob', OTHER)))!;
    const review = new TabReview({
      ...{ tasks: t.bench.store, store: t.store, comparer: testComparer, ownersOf: async () => [] },
      ...{ catalogue: testCatalogue(), submit: async () => undefined },
    });
    expect(replica.replicaOf).toBe(task.id);
    expect(await review.opinionOn(replica, true)).toBeUndefined();
    expect(await review.opinionOn(replica, false)).toBe('open');
  });

  it('is judged on after a restart, and its miner gets no work until then', async () => {
    t.replicas = [by('bob', OTHER)];
    const { task, digest } = await t.deliver();
    await t.look();
    t.found = [RIGHT];
    t.doubted.length = 0;
    t.start();
    t.wait(digest);
    await t.auditing.resume();
    expect(t.doubted).toEqual([{ miner: ANN, agoMs: 0 }]);
    expect(await endsOf(task.id)).toEqual(['disputed', 'passed']);
  });
});

describe('a coordinator that computes nothing itself', () => {
  beforeEach(() => {
    t.hasAuditors = false;
    t.start();
  });

  it.each<[string, AuditBench['replicas'], (string | undefined)[]]>([
    ['passes two that agree', [by('bob', SAME)], ['passed', 'passed']],
    ['lets a third decide for it', [by('bob', OTHER), by('cid', SAME)], ['passed', 'disputed', 'passed']],
    ['and against it', [by('bob', OTHER), by('cid', OTHER)], ['disputed', 'passed', 'passed']],
    ['pays none of three', [by('bob', OTHER), by('cid', THIRD)], ['withheld', 'withheld', 'withheld']],
    ['pays none of two that differ', [by('bob', OTHER)], ['withheld', 'withheld', undefined]],
    ['pays what no other tab can compute', [], ['unchecked', undefined]],
  ])('%s', async (_, replicas, ends) => {
    t.replicas = replicas;
    const { task } = await t.deliver();
    expect(await endsOf(task.id)).toEqual(ends);
    const told = ends.map((end) => CODES.get(end)).filter((code) => code !== undefined);
    expect(codes().sort()).toEqual(told.sort());
    for (const [at, end] of ends.entries()) {
      const owed = CODES.get(end) === 'paid' ? task.payment!.amount : 0n;
      expect(await owedTo(['ann', 'bob', 'cid'][at]!)).toBe(owed);
    }
  });

  it('brings the whole trace of a wrong one before the jury', async () => {
    t.replicas = [by('bob', OTHER), by('cid', OTHER)];
    const { task } = await t.deliver();
    expect(await t.decided(task.id)).toBe('disputed');
    const evidence = await readEvidence(NETWORK, t.kept[0]!);
    expect([...evidence.parts!.values()]).toEqual(TRACE);
    expect(t.doubted).toEqual([{ miner: ANN, agoMs: 0 }]);
    await t.disputes.openCases();
    expect((await t.bench.store.find(task.id))!.audit!.caseId).toBe('7');
  });

  it('asks no tab about a text in 16 bits, in which honest ones part ways', async () => {
    const begun: string[] = [];
    const talk = testCatalogue().find('talk')!;
    const review = (features: string[]) =>
      new TabReview({
        ...{ tasks: t.bench.store, store: t.store, comparer: testComparer, ownersOf: async () => [] },
        catalogue: { find: () => ({ ...talk, manifest: { ...talk.manifest, gpu: { features } } }) } as never,
        submit: async () => void begun.push(features.join()),
      });
    const { task } = await t.deliver();
    const stored: TaskRecord = { ...(await t.bench.store.find(task.id))!, kind: 'text' };
    expect(await review(['shader-f16']).begin(stored)).toBe(false);
    expect(await review([]).begin(stored)).toBe(true);
    expect(begun).toEqual(['']);
  });
});

describe('a result that the coordinator cannot compute', () => {
  it('goes to another tab at once where that is too slow', async () => {
    t.found = [new AuditorError('audit_too_slow', 'too slow')];
    t.replicas = [by('bob', SAME)];
    const { task } = await t.deliver();
    expect(await endsOf(task.id)).toEqual(['passed', 'passed']);
    expect(t.audited).toHaveLength(1);
  });

  it('goes to another tab the third time that it fails', async () => {
    t.found = [new AuditorError('audit_failed', 'no memory')];
    t.replicas = [by('bob', OTHER), by('cid', OTHER)];
    const { task } = await t.deliver();
    for (const tries of [1, 2, 3]) {
      await t.auditing.run();
      await t.auditing.idle();
      expect(t.audited).toHaveLength(tries);
      t.bench.uptime += 60_000;
    }
    expect(await endsOf(task.id)).toEqual(['disputed', 'passed', 'passed']);
    expect(t.audited).toHaveLength(3);
  });
});
