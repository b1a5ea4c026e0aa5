import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { AuditorError } from '#coordinator/audit/backEnds/auditor.ts';
import { AuditBench, RIGHT, WRONG } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageResult } from '#coordinator/testing/schedulerBench.ts';
import { testComparer } from '#coordinator/testing/testComparer.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';

/** What this coordinator's back ends have found wrong is not paid, whatever comes in between. */

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db, ['bob', 'cid', 'dan', 'friend']);
  t.found = [WRONG];
});

const [FAKE, RIGHT_PICTURE] = [imageResult(), imageResult(9)];
const CONTENTS_KEPT_MS = 24 * 3_600_000;

describe('a result that was found wrong', () => {
  it('is not paid when its contents are deleted before a third tab has decided', async () => {
    const { task } = await t.deliver();
    await t.look();
    await t.replicaBy('bob', FAKE);
    // As where the coordinator was down for a day.
    await t.bench.store.forgetContents(t.bench.clock + CONTENTS_KEPT_MS);
    t.start();
    for (let tries = 0; tries < 4; tries++) {
      await t.look();
      t.bench.uptime += 60_000;
    }
    expect(await t.stateOf(task.id)).toMatch(/withheld|disputed/);
    expect(await t.owed()).toBe(0n);
  });

  it('does not wait for ever when it cannot be compared with its replica', async () => {
    const { task } = await t.deliver();
    await t.look();
    await t.replicaBy('bob', FAKE);
    const { compare } = testComparer;
    testComparer.compare = async () => {
      throw new AuditorError('audit_failed', 'not a picture that can be unpacked');
    };
    try {
      for (let tries = 0; tries < 12; tries++) {
        await t.look();
        t.bench.uptime += 60_000;
      }
      expect(await t.stateOf(task.id)).toMatch(/withheld|disputed/);
    } finally {
      testComparer.compare = compare;
    }
  });

  it('confirms no friend’s that repeats it, where our back ends cannot compute that one', async () => {
    t.found = [WRONG, WRONG, new AuditorError('audit_too_slow', 'The audit took too long.')];
    t.start();
    t.replicas = [
      { miner: 'bob', result: FAKE },
      { miner: 'cid', result: RIGHT_PICTURE },
      { miner: 'dan', result: RIGHT_PICTURE },
    ];
    const { task } = await t.deliver();
    await t.decided(task.id);
    expect(await t.bench.accounts.cumulativeOf(accountOf('bob').address)).toBe(0n);
  });

  it('goes on when the coordinator starts again without back ends, before the evidence is kept', async () => {
    const { task } = await t.deliver();
    await t.store.note(task.id, { isDoubted: true });
    t.hasAuditors = false;
    t.start();
    t.replicas = [{ miner: 'bob', result: RIGHT_PICTURE }];
    expect(await t.decided(task.id)).toMatch(/withheld|disputed/);
  });

  it('is not done again by another node of its miner’s owner, after its own node has retired', async () => {
    const owner = accountOf('an owner').address;
    const [friend, bob] = [nodeOf('friend', 20_000, { owner }), nodeOf('bob', 20_000)];
    t.bench.roster.set([nodeOf('ann', 20_000, { owner }), friend, bob]);
    await t.deliver();
    t.bench.roster.set([friend, bob]);
    await t.look();
    t.bench.join('friend');
    await t.bench.scheduler.assign();
    const replica = t.bench.scheduler.board.all().find(({ replicaOf }) => replicaOf !== null)!;
    expect(replica.open?.record.miner).toBeUndefined();
  });

  it('is not paid when the coordinator stops before its replica begins, and then checks other parts', async () => {
    const { task, digest } = await t.deliver();
    t.isFull = true;
    const note = t.store.note.bind(t.store);
    t.store.note = async (...change) => {
      await note(...change);
      throw new Error('killed');
    };
    await t.look();
    t.store.note = note;
    t.isFull = false;
    // The wrong step is not among them this time.
    t.found = [RIGHT];
    t.start();
    t.wait(digest);
    await t.decided(task.id);
    expect(await t.owed()).toBe(0n);
  });
});

it('two results are compared once, however long the audit of the second takes', async () => {
  let compared = 0;
  const { compare } = testComparer;
  testComparer.compare = (results) => {
    compared += 1;
    return compare(results);
  };
  try {
    t.found = [WRONG, WRONG, RIGHT];
    t.start();
    await t.deliver();
    await t.look();
    await t.replicaBy('bob', FAKE);
    let release = () => {};
    t.gate = new Promise((resolve) => {
      release = resolve;
    });
    for (let tries = 0; tries < 5; tries++) {
      await Promise.race([t.look(), new Promise((resolve) => setTimeout(resolve, 300))]);
      t.bench.uptime += 2_000;
    }
    release();
    await t.auditing.idle();
    expect(compared).toBeLessThanOrEqual(1);
  } finally {
    testComparer.compare = compare;
  }
});

it('a result that only tabs compute does not wait for ever when it cannot be compared', async () => {
  const { compare } = testComparer;
  testComparer.compare = async () => {
    throw new AuditorError('audit_failed', 'no memory');
  };
  try {
    t.hasAuditors = false;
    t.start();
    const { task } = await t.deliver();
    await t.look();
    await t.replicaBy('bob', FAKE);
    for (let tries = 0; tries < 6; tries++) {
      await t.look();
      t.bench.uptime += 60_000;
    }
    expect(await t.stateOf(task.id)).toBe('unchecked');
  } finally {
    testComparer.compare = compare;
  }
});
