import { sql } from 'drizzle-orm';
import { type Hex, keccak256, toHex } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MOST_AT_ONCE } from '#coordinator/audit/auditing.ts';
import { ANN, AuditBench, RIGHT, WRONG } from '#coordinator/testing/auditBench.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, imageResult } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import { FIRST_AUDITED } from '#protocol/draw/auditShare.ts';

const open = useMemoryDatabase();
let t: AuditBench;
beforeEach(async () => {
  await open.db.execute(sql`truncate tasks, attempts, payments, audits, accounts`);
  t = await AuditBench.open(open.db);
});

describe('a miner’s first results', () => {
  it('are all audited, and paid once they are found right', async () => {
    const { task } = await t.deliver();
    expect(await t.owed()).toBe(0n);
    expect(await t.stateOf(task.id)).toBe('due');
    expect(await t.decided(task.id)).toBe('passed');
    expect(await t.owed()).toBe(task.payment!.amount);
    expect(t.told).toMatchObject([{ type: 'paid', voucher: { cumulative: task.payment!.amount } }]);
    expect(t.bench.receipts).toHaveLength(1);
  });

  it('are announced to witnesses, and so is how their audits end', async () => {
    const { task, digest } = await t.deliver();
    const { taskId, miner, share, drawBlock } = task.audit!;
    expect(t.bench.held).toMatchObject([{ taskId, miner, share, drawBlock, state: 'due', digest }]);
    await t.decided(task.id);
    expect(t.announced).toEqual([{ state: 'passed', digest }]);
  });

  it('are audited with the parts around some steps, the first and the last', async () => {
    const { task } = await t.deliver();
    await t.decided(task.id);
    const parts = [...t.audited[0]!.parts!.keys()];
    expect(parts).toEqual(expect.arrayContaining([0, 4]));
    expect(parts.length).toBeGreaterThanOrEqual(4);
  });

  it('are paid once, however often an audit runs', async () => {
    const { task } = await t.deliver();
    await Promise.all([t.auditing.run(), t.auditing.run()]);
    await t.decided(task.id);
    await t.auditing.run();
    expect(await t.owed()).toBe(task.payment!.amount);
    expect(t.audited).toHaveLength(1);
    expect(await t.store.countByState()).toEqual(new Map([['passed', 1]]));
  });

  it('are not audited again where they were listed before their audit was over', async () => {
    const { task } = await t.deliver();
    // Draws take their time between the list and what follows from it.
    const listed = await t.store.open();
    await t.decided(task.id);
    vi.spyOn(t.store, 'open').mockResolvedValueOnce(listed);
    await t.look();
    expect(t.audited).toHaveLength(1);
  });

  it('are counted by miner and state, and under no other miner', async () => {
    const { task } = await t.deliver(1);
    await t.decided(task.id);
    await t.deliver(2);
    const counts = await t.store.countByMiner([ANN, accountOf('bob').address]);
    expect([...counts.keys()]).toEqual([ANN]);
    expect(Object.fromEntries(counts.get(ANN)!)).toEqual({ passed: 1, due: 1 });
    expect(await t.bench.accounts.miners()).toEqual([ANN]);
    expect(await t.store.countByMiner([])).toEqual(new Map());
  });

  it('are audited one after the other, so that others are audited in between', async () => {
    const tasks = [await t.deliver(1), await t.deliver(2)].map(({ task }) => task.id);
    let release: () => void = () => undefined;
    t.gate = new Promise((resolve) => (release = resolve));
    await t.auditing.run();
    await vi.waitFor(() => expect(t.audited).toHaveLength(1));
    await t.auditing.run();
    expect(t.audited).toHaveLength(1);
    release();
    await t.auditing.idle();
    expect(t.ended).toBe(1);
    expect(await Promise.all(tasks.map((id) => t.decided(id)))).toEqual(['passed', 'passed']);
  });

  it('are read for so many miners at once, and for the others once there is room', async () => {
    const { bench } = t;
    const names = Array.from({ length: MOST_AT_ONCE + 1 }, (_, at) => `miner ${at}`);
    bench.roster.set(names.map((name) => nodeOf(name, 20_000)));
    for (const session of bench.pool.all()) bench.pool.leave(session);
    for (const [at, name] of names.entries()) {
      await bench.accounts.open(accountOf(name).address, 0n);
      const session = bench.join(name);
      const task = await bench.taken(name, imageRequest(at + 1));
      await t.handIn(name, task.open!.record.assignment, imageResult());
      bench.pool.leave(session);
    }
    const read = vi.spyOn(bench.store, 'find');
    await t.auditing.run();
    expect(read).toHaveBeenCalledTimes(MOST_AT_ONCE);
    await t.auditing.idle();
    await t.look();
    expect(await t.store.countByState()).toEqual(new Map([['passed', names.length]]));
    // So many miners take a second of CPU, which is half a minute where other work has most of it.
  }, 90_000);

  it('count as promised while they wait', async () => {
    const { task } = await t.deliver();
    expect(await t.bench.accounts.all()).toEqual([{ miner: ANN, cumulative: task.payment!.amount }]);
  });

  it('are audited by a coordinator that was started again, and the miner is reminded of them', async () => {
    const { task, digest, assignment } = await t.deliver();
    t.start();
    const reminded: unknown[] = [];
    t.bench.pool.of(ANN)!.assign = (each) => reminded.push(each);
    await t.auditing.remind(ANN);
    expect(reminded).toEqual([assignment]);
    t.wait(digest);
    expect(await t.decided(task.id)).toBe('passed');
  });
});

describe('a result of a miner with a record', () => {
  beforeEach(() => t.record(FIRST_AUDITED + 2));

  it('waits for a block that nobody knows yet, and is paid if that does not draw it', async () => {
    const before = await t.owed();
    const { task, digest } = await t.deliver();
    const audit = (await t.bench.store.find(task.id))!.audit!;
    expect(audit).toMatchObject({ state: 'waiting', drawBlock: t.head + 3, share: 0.8 });
    await t.auditing.run();
    expect(t.wanted).toBe(1);
    t.head = audit.drawBlock! + 1;
    t.hashOf = () => blockHash([digest], 0.8, true);
    await t.auditing.run();
    expect(await t.stateOf(task.id)).toBe('waiting');
    t.head += 1;
    t.hashOf = (block) => (block === audit.drawBlock ? blockHash([digest], 0.8, false) : undefined);
    expect(await t.decided(task.id)).toBe('skipped');
    expect(t.audited).toEqual([]);
    expect(await t.owed()).toBe(before! + task.payment!.amount);
  });

  it('is paid in the round that had its block made', async () => {
    const { task, digest } = await t.deliver();
    t.makesBlocks = true;
    t.hashOf = () => blockHash([digest], 0.8, false);
    t.head += 4;
    await t.auditing.run();
    expect([t.wanted, await t.stateOf(task.id)]).toEqual([1, 'skipped']);
  });

  it('is paid in one step with all others that its block has not drawn, by one voucher', async () => {
    const before = (await t.owed())!;
    const [first, second] = [await t.deliver(1), await t.deliver(2)];
    t.head += 5;
    t.hashOf = () => blockHash([first.digest, second.digest], 0.8, false);
    expect(await t.decided(first.task.id)).toBe('skipped');
    expect(await t.stateOf(second.task.id)).toBe('skipped');
    const paid = t.told.filter((frame) => frame.type === 'paid');
    expect(paid.map(({ receipt }) => receipt.taskId)).toEqual([first.task.id, second.task.id]);
    const cumulative = before + first.task.payment!.amount + second.task.payment!.amount;
    expect(paid.map(({ voucher }) => voucher.cumulative)).toEqual([cumulative, cumulative]);
  });

  it('is paid although another one of its block cannot be booked', async () => {
    const [broken, sound] = [await t.deliver(1), await t.deliver(2)];
    await open.db.execute(sql`update payments set paid_at = 4 where task_id = ${broken.task.id}`);
    t.head += 5;
    t.hashOf = () => blockHash([broken.digest, sound.digest], 0.8, false);
    expect(await t.decided(sound.task.id)).toBe('skipped');
    expect(await t.stateOf(broken.task.id)).toBe('waiting');
  });

  it('is audited if the block draws it', async () => {
    const { task, digest } = await t.deliver();
    t.head += 5;
    t.hashOf = () => blockHash([digest], 0.8, true);
    expect(await t.decided(task.id)).toBe('passed');
    expect(t.audited).toHaveLength(1);
    const { audit } = (await t.bench.store.find(task.id))!;
    expect(audit!.drawHash).toBe(blockHash([digest], 0.8, true));
  });

  it('is audited for certain again after a doubt', async () => {
    const { task, digest } = await t.deliver();
    t.head += 5;
    t.hashOf = () => blockHash([digest], 0.8, true);
    t.found = [WRONG, RIGHT];
    t.start();
    t.wait(digest);
    expect(await t.decided(task.id)).toBe('passed');
    expect((await t.auditing.plan('draw', ANN)).share).toBe(1);
  });

  it('is audited for certain after a doubt about another model', async () => {
    t.found = [WRONG, RIGHT];
    t.start();
    const { task } = await t.deliver();
    await open.db.execute(sql`update audits set state = 'due', model = 'paint' where task_id = ${task.id}`);
    expect(await t.decided(task.id)).toBe('passed');
    expect((await t.auditing.plan('draw', ANN)).share).toBe(1);
  });

  it('is audited for certain while the chain may be ahead of what is known of it', async () => {
    t.isCurrent = false;
    expect(await t.auditing.plan('draw', ANN)).toMatchObject({ share: 1, state: 'due', drawBlock: null });
  });

  it('is audited for certain while a case about the miner runs', async () => {
    t.accused.add(ANN);
    expect(await t.auditing.plan('draw', ANN)).toMatchObject({ share: 1, state: 'due' });
  });

  it('waits while another one is audited, and is audited too if that is wrong', async () => {
    const drawnOne = await t.deliver(1);
    const other = await t.deliver(2);
    t.head += 5;
    // A hash that does not draw the other one.
    t.hashOf = () => blockHash([other.digest], 0.8, false);
    await open.db.execute(sql`update audits set state = 'due' where task_id = ${drawnOne.task.id}`);
    t.handOver = () => undefined;
    t.found = [WRONG];
    let release: () => void = () => undefined;
    t.gate = new Promise((resolve) => (release = resolve));
    t.start();
    await t.auditing.run();
    expect(await t.stateOf(other.task.id)).toBe('waiting');
    release();
    expect(await t.decided(drawnOne.task.id)).toBe('disputed');
    expect(await t.decided(other.task.id)).toBe('disputed');
  });

  it('is audited for certain on another GPU', async () => {
    t.bench.pool.leave(t.bench.pool.of(ANN)!);
    t.bench.pool.join({ ...t.bench.join('ann'), gpu: 'another' });
    expect((await t.auditing.plan('draw', ANN)).share).toBe(1);
  });
});

/** A block's hash that draws the results of all these assignments, or one that draws none. */
function blockHash(digests: readonly Hex[], share: number, draws: boolean): Hex {
  for (let number = 0; ; number++) {
    const hash = keccak256(toHex(number));
    if (digests.every((digest) => isAuditDrawn(hash, digest, share) === draws)) return hash;
  }
}
