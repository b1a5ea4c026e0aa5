import type { Address, Hex } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import {
  imageRequest,
  imageResult,
  SchedulerBench,
  textRequest,
} from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { TAKE_TIMEOUT_S, TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

const ann = accountOf('ann').address;
const database = useMemoryDatabase();
let bench: SchedulerBench;
let task: LiveTask;
let seed = 0;

beforeEach(async () => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000)]);
  bench.join('ann');
  seed += 1;
  task = await bench.scheduler.submit(imageRequest(seed), 'client');
  await bench.scheduler.assign();
  await bench.take('ann', bench.announced[0]!);
});

const deliver = () => bench.deliver('ann', bench.announced[0]!, imageResult());
const UNKNOWN = { type: 'over', code: 'UNKNOWN_ASSIGNMENT' };

describe('a request that was made before, salt and all', () => {
  const again = () => bench.scheduler.submit(task.request, 'another');

  it('is refused while its task lives, which goes on', async () => {
    await expect(again()).rejects.toMatchObject({ code: 'task_exists' });
    expect(bench.scheduler.board.get(task.id)).toBe(task);
    expect((await deliver()).type).toBe('paid');
  });

  it('is refused after its task has ended', async () => {
    await bench.scheduler.cancel(task.id);
    await expect(again()).rejects.toMatchObject({ code: 'task_exists' });
    expect(bench.scheduler.board.get(task.id)).toBeUndefined();
    expect((await bench.store.find(task.id))?.status).toBe('cancelled');
  });
});

describe('a miner that knows another’s assignment', () => {
  it.each([
    ['taking', async () => (await bench.take('bob', bench.announced[0]!)).answer],
    ['delivering', () => bench.deliver('bob', bench.announced[0]!, imageResult())],
  ])('gets neither its task nor its payment by %s it', async (_, ask) => {
    expect(await ask()).toEqual(UNKNOWN);
    expect([task.status, task.open?.record.miner]).toEqual(['running', ann]);
    expect(await deliver()).toMatchObject({ type: 'paid' });
    expect(await ask()).toEqual(UNKNOWN);
  });

  it('cannot refuse it', async () => {
    const digest = bench.digestOf(bench.announced[0]!);
    await bench.scheduler.attempts.refuse(accountOf('bob').address, digest, 'INFERENCE_FAILED');
    expect([task.status, task.open?.record.miner]).toEqual(['running', ann]);
  });
});

it('a voucher grows by each task’s amount', async () => {
  const paid = async () => {
    const answer = await bench.deliver('ann', bench.announced.at(-1)!, imageResult());
    if (answer.type !== 'paid') throw new Error(`not paid but ${answer.type}`);
    return answer;
  };
  const first = await paid();
  seed += 1;
  await bench.taken('ann', imageRequest(seed));
  const second = await paid();
  expect(second.receipt.amount).toBeGreaterThan(0n);
  expect(second.voucher.cumulative).toBe(first.voucher.cumulative + second.receipt.amount);
});

it('a miner that came back by another stream keeps its task when the older stream ends', async () => {
  const assignment = bench.announced[0]!;
  const digest = bench.digestOf(assignment);
  const channels = [{ over: vi.fn() }, { over: vi.fn() }];
  for (const channel of channels) await bench.scheduler.attempts.take(ann, digest, channel);
  bench.scheduler.attempts.streamLost(ann, digest, channels[0]!);
  await bench.pass(TAKE_TIMEOUT_S + 1);
  expect([task.status, channels[0]!.over.mock.calls, channels[1]!.over.mock.calls]).toEqual([
    'running',
    [['UNKNOWN_ASSIGNMENT']],
    [],
  ]);
});

describe('a delivered task', () => {
  it('is promised in the step in which it leaves the board', async () => {
    const delivered = deliver();
    await vi.waitFor(() => expect(bench.promised).toHaveLength(1));
    expect(bench.promised[0]!.open).toBe(1);
    await delivered;
    expect(bench.scheduler.board.size).toBe(0);
  });

  it.each([
    ['its miner leaves', (miner: Address) => bench.scheduler.attempts.minerLeft(miner, undefined)],
    ['its client cancels it', () => bench.scheduler.cancel(task.id)],
  ])('that the database has as done, unknown to us, is done when %s', async (_, next) => {
    const store = bench.store.deliver.bind(bench.store);
    bench.store.deliver = async (...call) => {
      await store(...call);
      throw new Error('the reply to the COMMIT was lost');
    };
    await expect(deliver()).rejects.toThrow('lost');
    expect(task.status).toBe('running');
    await next(accountOf('ann').address);
    expect([task.status, task.payment?.miner, bench.scheduler.board.size]).toEqual([
      'done',
      accountOf('ann').address,
      0,
    ]);
  });
});

describe('a task whose assignment was stored, unknown to us', () => {
  it('is taken by the miner that the database has, though the next draw is another', async () => {
    seed += 1;
    const assign = bench.store.assign.bind(bench.store);
    bench.store.assign = async (...call) => {
      await assign(...call);
      bench.store.assign = assign;
      // A new block: the next assignment would be another.
      bench.roster.set([nodeOf('ann', 30_000)]);
      throw new Error('the reply to the COMMIT was lost');
    };
    bench.join('ann');
    const lost = await bench.scheduler.submit(imageRequest(seed), 'client');
    await bench.scheduler.assign();
    await bench.scheduler.assign();
    expect([lost.status, lost.open?.record.miner, lost.attempts.length]).toEqual([
      'assigned',
      accountOf('ann').address,
      1,
    ]);
    await bench.pass(4);
    const reminded = bench.reminded.at(-1)!;
    await bench.take('ann', reminded);
    await bench.deliver('ann', reminded, imageResult());
    expect(lost.status).toBe('done');
  });
});

describe('a task under check', () => {
  it('does not delay the deadlines of others', async () => {
    let release: () => void = () => undefined;
    const held = task.exclusive(() => new Promise<void>((resolve) => (release = resolve)));
    seed += 1;
    const other = await bench.scheduler.submit(imageRequest(seed), 'client');
    await bench.scheduler.assign();
    expect(other.status).toBe('assigned');
    await bench.pass(11);
    expect(other.attempts.map(({ outcome }) => outcome)).toEqual(['lapsed']);
    release();
    await held;
  });
});

describe('a miner that has held a task for half of its life', () => {
  it.each([
    ['refuses it', (digest: Hex) => bench.scheduler.attempts.refuse(ann, digest, 'INFERENCE_FAILED')],
    ['leaves', () => bench.scheduler.attempts.minerLeft(ann, undefined)],
  ])('rests when it %s', async (_, end) => {
    const assignment = bench.announced[0]!;
    bench.uptime += 450_000;
    await end(bench.digestOf(assignment));
    seed += 1;
    const next = await bench.scheduler.submit(imageRequest(seed), 'client');
    await bench.scheduler.assign();
    expect(next.status).toBe('queued');
  });
});

describe('a task that waits', () => {
  it('waits the whole time again after a miner was there for a while', async () => {
    bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000)]);
    const waiting = await bench.submit(imageRequest(++seed));
    await bench.pass(1);
    await bench.pass(119);
    // The miner could work, but the view is too old for a draw.
    bench.roster.tooOld = true;
    const session = bench.join('ann');
    await bench.pass(1);
    bench.pool.leave(session);
    await bench.pass(1);
    await bench.pass(119);
    expect(waiting.status).toBe('queued');
    await bench.pass(1);
    expect(waiting.status).toBe('failed');
  });

  it('has what is left of its time after a restart', async () => {
    const next = new SchedulerBench(database.db, []);
    next.clock = bench.clock + 1_000 * (TASK_LIFETIME_S - 10);
    bench.pool.leave(bench.pool.of(ann)!);
    const waiting = await bench.submit(imageRequest(++seed));
    await next.scheduler.resume();
    const resumed = next.scheduler.board.get(waiting.id)!;
    await next.pass(9);
    expect(resumed.status).toBe('queued');
    await next.pass(1);
    expect(resumed.status).toBe('expired');
  });
});

it('a text is refused whose signed trace is not that of its tokens', async () => {
  await bench.taken('ann', textRequest(seed));
  const digest = bench.digestOf(bench.announced.at(-1)!);
  const answer = { text: 'once upon', tokens: [3, 4], promptTokens: 1, finishReason: 'stop' };
  const bytes = encodeWire({ kind: 'text', ...answer });
  const signature = `0x${'1'.repeat(130)}` as const;
  const frame = { type: 'result' as const, bytes, trace: digest, signature };
  expect(await bench.scheduler.attempts.deliver(ann, digest, frame)).toEqual({
    type: 'over',
    code: 'BAD_TRACE',
  });
});

it('a miner whose result is refused is told once', async () => {
  const digest = bench.digestOf(bench.announced[0]!);
  const channel = { over: vi.fn() };
  await bench.scheduler.attempts.take(ann, digest, channel);
  const answer = await bench.scheduler.attempts.deliver(ann, digest, {
    type: 'result',
    bytes: new Uint8Array([1]),
    trace: digest,
    signature: `0x${'1'.repeat(130)}`,
  });
  expect(answer).toEqual({ type: 'over', code: 'MALFORMED' });
  expect(channel.over).not.toHaveBeenCalled();
});
