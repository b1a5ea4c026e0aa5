import { parseEther } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { TASKS_AHEAD } from '#coordinator/miners/minerRoom.ts';
import { FAILED_PATIENCE_S, LAST_HOPE_S } from '#coordinator/scheduler/liveTask.ts';
import { QueueFullError } from '#coordinator/scheduler/scheduler.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { imageRequest, imageResult, pngOf, SchedulerBench } from '#coordinator/testing/schedulerBench.ts';
import { accountOf, COORDINATOR, NETWORK, nodeOf } from '#coordinator/testing/world.ts';
import { HEARTBEAT_LIFETIME_S } from '#protocol/messages/stream.ts';
import { checkAssignment } from '#protocol/signed/assignmentCheck.ts';
import { isReceiptSigned } from '#protocol/signed/receipt.ts';
import { isVoucherSigned } from '#protocol/signed/voucher.ts';
import { LEASE_S, TAKE_TIMEOUT_S, TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** Tasks that a miner of batch size 1 may hold. */
const TASKS_A_MINER = 1 + TASKS_AHEAD;

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 0;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
});

const submit = async () => {
  seed += 1;
  const task = await bench.scheduler.submit(imageRequest(seed), 'client');
  await bench.scheduler.assign();
  return task;
};
const nameOf = (operator: string) => (operator === accountOf('ann').address ? 'ann' : 'bob');

describe('a task with one miner online', () => {
  it('gets a signed assignment that passes the miner’s own check', async () => {
    bench.join('ann');
    for (let i = 0; i < TASKS_A_MINER; i++) await submit();
    for (const assignment of bench.announced) {
      const drawn = bench.roster.current();
      const view = { ...drawn, head: drawn.blockNumber, epochs: bench.roster.epochs };
      await checkAssignment(NETWORK, assignment, view, bench.clock / 1_000);
      expect(assignment.miner).toBe(accountOf('ann').address);
      expect([[], [accountOf('bob').address]]).toContainEqual(assignment.passed);
    }
    expect(bench.announced).toHaveLength(TASKS_A_MINER);
  });

  it('is paid once and answers later takes with the same payment', async () => {
    bench.join('ann');
    const before = (await bench.accounts.cumulativeOf(accountOf('ann').address)) ?? 0n;
    const task = await submit();
    const assignment = bench.announced[0]!;
    expect((await bench.take('ann', assignment)).answer).toEqual({
      type: 'request',
      bytes: task.requestBytes,
    });
    expect(task.status).toBe('running');
    const paid = await bench.deliver('ann', assignment, imageResult());
    if (paid.type !== 'paid') throw new Error(`not paid but ${paid.type}`);
    expect(await isReceiptSigned(NETWORK, paid.receipt)).toBe(true);
    expect(await isVoucherSigned(NETWORK, paid.voucher)).toBe(true);
    expect(paid.voucher).toMatchObject({ payer: COORDINATOR.address, cumulative: before + parseEther('8') });
    expect(paid.receipt).toMatchObject({ units: 4, amount: parseEther('8') });
    expect((await bench.take('ann', assignment)).answer).toEqual(paid);
    expect(await bench.deliver('ann', assignment, imageResult())).toEqual(paid);
    expect(bench.receipts).toEqual([paid.receipt]);
    expect((await bench.store.find(task.id))?.status).toBe('done');
  });

  it('waits in the queue while the view of the chain is too old', async () => {
    bench.join('ann');
    bench.roster.tooOld = true;
    const task = await submit();
    await bench.pass(1);
    expect([task.status, bench.announced]).toEqual(['queued', []]);
    bench.roster.tooOld = false;
    await bench.pass(1);
    expect([task.status, bench.announced.length]).toEqual(['assigned', 1]);
  });

  it('waits until the miner has room for it', async () => {
    bench.join('ann');
    for (let i = 0; i < TASKS_A_MINER + 1; i++) await submit();
    expect(bench.announced).toHaveLength(TASKS_A_MINER);
    await bench.take('ann', bench.announced[0]!);
    await bench.deliver('ann', bench.announced[0]!, imageResult());
    await bench.scheduler.assign();
    expect(bench.announced).toHaveLength(TASKS_A_MINER + 1);
  });

  it('is assigned until the miner holds its batch size plus TASKS_AHEAD', async () => {
    bench.join('ann', ['draw'], 3);
    for (let i = 0; i < 5; i++) await submit();
    expect(bench.announced).toHaveLength(3 + TASKS_AHEAD);
  });

  it('cannot be taken by another miner', async () => {
    bench.join('ann');
    await submit();
    bench.join('bob');
    expect((await bench.take('bob', bench.announced[0]!)).answer).toEqual({
      type: 'over',
      code: 'UNKNOWN_ASSIGNMENT',
    });
  });
});

describe('a result', () => {
  it('signed for more units than it has is refused', async () => {
    bench.join('ann');
    await submit();
    const assignment = bench.announced[0]!;
    await bench.take('ann', assignment);
    const answer = await bench.deliver('ann', assignment, imageResult(), 'ann', 5);
    expect(answer).toEqual({ type: 'over', code: 'BAD_SIGNATURE' });
  });

  const wrong: [string, TaskResult, string, string][] = [
    ['of another size', { kind: 'image', png: pngOf(16, 8) }, 'ann', 'BAD_RESULT'],
    [
      'of another kind',
      { kind: 'text', text: '', tokens: [], promptTokens: 3, finishReason: 'stop' },
      'ann',
      'BAD_RESULT',
    ],
    ['that is not an image', { kind: 'image', png: new Uint8Array(100) }, 'ann', 'BAD_RESULT'],
    ['signed by another miner', { kind: 'image', png: pngOf(16, 16) }, 'bob', 'BAD_SIGNATURE'],
  ];
  it.each(wrong)('%s is refused, and the task goes to another miner', async (_, result, signer, code) => {
    bench.join('ann');
    const task = await submit();
    await bench.take('ann', bench.announced[0]!);
    expect(await bench.deliver('ann', bench.announced[0]!, result, signer)).toEqual({ type: 'over', code });
    expect(task.attempts[0]).toMatchObject({ outcome: 'refused', reason: code });
    bench.join('bob');
    await bench.scheduler.assign();
    expect(bench.announced[1]).toMatchObject({
      taskId: task.id,
      attempt: 1,
      miner: accountOf('bob').address,
    });
  });
});

describe('an attempt', () => {
  it('lapses when it is not taken or its miner falls silent', async () => {
    bench.join('ann');
    bench.join('bob');
    const task = await submit();
    await bench.pass(TAKE_TIMEOUT_S + 1);
    expect(task.attempts.map(({ outcome }) => outcome)).toEqual(['lapsed', 'open']);
    const second = bench.announced.at(-1)!;
    const { calledOff } = await bench.take(nameOf(second.miner), second);
    await bench.pass(LEASE_S - 1);
    expect(task.status).toBe('running');
    bench.scheduler.attempts.progress(second.miner, bench.digestOf(second), {
      kind: 'step',
      done: 1,
      total: 4,
    });
    await bench.pass(LEASE_S - 1);
    expect(task.status).toBe('running');
    await bench.pass(2);
    expect(task.status).toBe('queued');
    expect(calledOff).toEqual(['LEASE_OVER']);
    expect((await bench.take(nameOf(second.miner), second)).answer).toEqual({
      type: 'over',
      code: 'LEASE_OVER',
    });
  });

  it('is sent to its miner again until it is taken, and gossiped once', async () => {
    bench.join('ann');
    await submit();
    await bench.pass(4);
    expect(bench.reminded).toEqual(bench.announced);
    await bench.take('ann', bench.announced[0]!);
    await bench.pass(4);
    expect([bench.announced.length, bench.reminded.length]).toEqual([1, 1]);
  });

  it('is replaced at once when its miner leaves, and only the second is paid', async () => {
    const sessions = { ann: bench.join('ann'), bob: bench.join('bob') };
    const task = await submit();
    const first = nameOf(bench.announced[0]!.miner);
    await bench.take(first, bench.announced[0]!);
    bench.pool.leave(sessions[first as 'ann' | 'bob']);
    await bench.scheduler.attempts.minerLeft(accountOf(first).address, undefined);
    await bench.scheduler.assign();
    const other = nameOf(bench.announced[1]!.miner);
    expect(other).not.toBe(first);
    await bench.take(other, bench.announced[1]!);
    expect((await bench.deliver(other, bench.announced[1]!, imageResult())).type).toBe('paid');
    // The first miner delivers too late.
    expect(await bench.deliver(first, bench.announced[0]!, imageResult())).toEqual({
      type: 'over',
      code: 'LEASE_OVER',
    });
    expect(task.attempts.map(({ outcome }) => outcome)).toEqual(['away', 'delivered']);
    expect(bench.receipts).toHaveLength(1);
  });

  it('refused with BUSY is offered to the same miner again after a pause', async () => {
    bench.join('ann');
    const task = await submit();
    await bench.scheduler.attempts.refuse(
      accountOf('ann').address,
      bench.digestOf(bench.announced[0]!),
      'BUSY',
    );
    await bench.scheduler.assign();
    expect(task.status).toBe('queued');
    await bench.pass(6);
    expect(bench.announced).toHaveLength(2);
  });
});

describe('a task without a result', () => {
  it('fails with no_miner when no miner comes online in time', async () => {
    const task = await submit();
    await bench.pass(1);
    await bench.pass(119);
    expect(task.status).toBe('queued');
    await bench.pass(2);
    expect(task).toMatchObject({ status: 'failed', failure: { code: 'no_miner' } });
  });

  it('fails when the only miner that has not failed it is connected but sends no heartbeats', async () => {
    bench.join('ann');
    const task = await submit();
    await bench.pass(TAKE_TIMEOUT_S);
    expect(task.attempts.map(({ outcome }) => outcome)).toEqual(['lapsed']);
    const session = bench.join('bob');
    // The one that let it lapse tries once more, and lets it lapse again.
    for (let i = 0; i < LAST_HOPE_S + TAKE_TIMEOUT_S + FAILED_PATIENCE_S + 5; i++) {
      session.seenAt = -HEARTBEAT_LIFETIME_S * 1_000;
      await bench.pass(1, [session]);
    }
    expect(task).toMatchObject({ status: 'failed', failure: { code: 'miners_failed' } });
  });

  it('expires at the end of its lifetime', async () => {
    bench.join('ann');
    const task = await submit();
    const { calledOff } = await bench.take('ann', bench.announced[0]!);
    await bench.pass(TASK_LIFETIME_S);
    expect(task.status).toBe('expired');
    expect(calledOff).toEqual(['TASK_OVER']);
  });

  it('is called off at its miner when the app cancels it', async () => {
    bench.join('ann');
    const task = await submit();
    const { calledOff } = await bench.take('ann', bench.announced[0]!);
    expect(await bench.scheduler.cancel(task.id)).toBe(true);
    expect(calledOff).toEqual(['TASK_OVER']);
    expect(await bench.scheduler.cancel(task.id)).toBe(false);
    expect(await bench.deliver('ann', bench.announced[0]!, imageResult())).toEqual({
      type: 'over',
      code: 'TASK_OVER',
    });
    expect(bench.receipts).toEqual([]);
  });
});

it('the scheduler refuses tasks beyond its capacity even if they arrive together', async () => {
  bench = new SchedulerBench(database.db, [], { capacity: 3 });
  const all = await Promise.allSettled([1, 2, 3, 4, 5].map(submit));
  const refused = all.filter((each) => each.status === 'rejected');
  expect(refused.map(({ reason }) => reason)).toEqual([new QueueFullError(), new QueueFullError()]);
});

it('the scheduler resumes an earlier run’s tasks and leaves held ones with their miner for a while', async () => {
  bench.join('ann');
  const tasks = [await submit(), await submit(), await submit()];
  await bench.take('ann', bench.announced[0]!);
  const next = new SchedulerBench(database.db, [nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
  next.clock = bench.clock;
  await next.scheduler.resume();
  expect(tasks.map(({ id }) => next.scheduler.board.get(id)?.status)).toEqual([
    'running',
    'assigned',
    'queued',
  ]);
  next.join('ann');
  expect((await next.take('ann', bench.announced[0]!)).answer.type).toBe('request');
  expect((await next.deliver('ann', bench.announced[0]!, imageResult())).type).toBe('paid');
  await next.pass(31);
  expect(next.scheduler.board.get(tasks[1]!.id)?.attempts[0]).toMatchObject({ outcome: 'lapsed' });
  for (const task of next.scheduler.board.all()) await next.scheduler.cancel(task.id);
});
