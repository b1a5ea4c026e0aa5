import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { WorkLease } from '#coordinator/scheduler/workLease.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import {
  delta,
  imageRequest,
  imageResult,
  outcomes,
  SchedulerBench,
  step,
  textRequest,
} from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import { LEASE_S, START_S, TAKE_TIMEOUT_S, TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 0;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
});

const ann = accountOf('ann').address;
const requestOf = (more: Partial<TaskRequest> = {}): TaskRequest => {
  seed += 1;
  const whole = more.kind === 'text' ? textRequest(seed) : imageRequest(seed);
  return { ...whole, ...more } as TaskRequest;
};
const taken = (more: Partial<TaskRequest> = {}) => bench.taken('ann', requestOf(more));
const report = (task: LiveTask, progress: TaskProgress) => bench.report('ann', task, progress);

describe('a miner that only repeats its progress', () => {
  it.each([
    ['an image', {}, step(0)],
    ['a text', { kind: 'text' }, delta('')],
  ] as const)('keeps %s for START_S and no longer', async (_, request, idle) => {
    bench.join('ann');
    const task = await taken(request);
    await bench.idle('ann', START_S - 1, [task], () => idle);
    expect(task.status).toBe('running');
    await bench.pass(1);
    expect(outcomes(task)).toEqual(['lapsed']);
  });

  it.each([
    ['an image of many steps after its first', { steps: 20 }, step(1, 20)],
    ['a text after its first letter', { kind: 'text' }, delta('a')],
    ['a text that repeats its count of tokens', { kind: 'text' }, step(5, 512)],
  ] as const)('loses %s after LEASE_S', async (_, request, once) => {
    bench.join('ann');
    const task = await taken(request);
    report(task, once);
    await bench.idle('ann', LEASE_S - 1, [task], () => (once.kind === 'step' ? once : delta('')));
    expect(task.status).toBe('running');
    await bench.pass(1);
    expect(outcomes(task)).toEqual(['lapsed']);
  });

  it('does not hold nine tasks until they expire, and gets none of them again', async () => {
    bench.join('ann', ['draw'], 8);
    const tasks: LiveTask[] = [];
    for (let i = 0; i < 9; i++) tasks.push(await taken());
    await bench.idle('ann', START_S, tasks, () => step(0));
    expect(tasks.map(outcomes)).toEqual(tasks.map(() => ['lapsed']));
    expect(tasks.map(({ status }) => status)).toEqual(tasks.map(() => 'queued'));
    bench.join('bob', ['draw'], 8);
    await bench.scheduler.assign();
    expect(new Set(tasks.map(({ open }) => open?.record.miner))).toEqual(new Set([accountOf('bob').address]));
  });

  it('does not win time by taking its task again and again', async () => {
    bench.join('ann');
    const task = await taken();
    for (let i = 0; i < START_S; i += 5) {
      await bench.pass(5);
      if (task.open !== undefined) await bench.take('ann', task.open.record.assignment);
    }
    expect(outcomes(task)).toEqual(['lapsed']);
  });
});

it('a miner that leaves its task gets it once more, and not a third time', async () => {
  bench.join('ann');
  const task = await taken();
  const leave = async () => {
    bench.pool.leave(bench.pool.of(ann)!);
    await bench.scheduler.attempts.minerLeft(ann, undefined);
    bench.join('ann');
    await bench.scheduler.assign();
  };
  await leave();
  expect([task.status, outcomes(task)]).toEqual(['assigned', ['away', 'open']]);
  await leave();
  expect([task.status, outcomes(task)]).toEqual(['queued', ['away', 'away']]);
  bench.join('bob');
  await bench.scheduler.assign();
  expect(task.open?.record.miner).toBe(accountOf('bob').address);
});

describe('an honest miner', () => {
  it('keeps an image that takes START_S to its first step and then every second of its time', async () => {
    bench.join('ann');
    const task = await taken({ steps: 20 });
    await bench.idle('ann', START_S - 1, [task], () => step(0, 20));
    const perStep = (TASK_LIFETIME_S - START_S - 1) / 20;
    for (let done = 1; done < 20; done++) {
      report(task, step(done, 20));
      await bench.pass(perStep);
      expect(task.status).toBe('running');
    }
    report(task, step(20, 20));
    expect((await bench.deliver('ann', task.open!.record.assignment, imageResult())).type).toBe('paid');
  });

  it('keeps an image of few slow steps', async () => {
    bench.join('ann');
    const task = await taken();
    for (let done = 0; done < 4; done++) {
      await bench.idle('ann', START_S - 5, [task], () => step(done));
      expect(task.status).toBe('running');
      report(task, step(done + 1));
    }
    expect(task.progress?.done).toBe(4);
  });

  it('keeps a text that comes slowly', async () => {
    bench.join('ann');
    const task = await taken({ kind: 'text' });
    await bench.idle('ann', START_S - 1, [task], () => delta(''));
    for (let i = 0; i < 12; i++) {
      report(task, delta('a slow word that took a minute'));
      await bench.idle('ann', LEASE_S - 1, [task], () => delta(''));
      expect(task.status).toBe('running');
    }
  });

  it('keeps a text that pauses after letters that came at once', async () => {
    bench.join('ann');
    const task = await taken({ kind: 'text' });
    for (const letter of ['a', 'b', 'c']) report(task, delta(letter));
    await bench.idle('ann', LEASE_S - 1, [task], () => delta(''));
    expect(task.status).toBe('running');
  });

  it('keeps a text whose stream broke and that goes on with a count of its tokens', async () => {
    bench.join('ann');
    const task = await taken({ kind: 'text' });
    report(task, delta('a'));
    for (let done = 1; done < 5; done++) {
      await bench.pass(LEASE_S - 1);
      report(task, step(done * 40, 512));
    }
    await bench.pass(LEASE_S - 1);
    expect(task.status).toBe('running');
  });

  it('keeps a waiting task as long as the one before it moves, for half of its time', async () => {
    bench.join('ann');
    const [first, second] = [await taken({ steps: 20 }), await taken()];
    for (let done = 1; done <= 11; done++) {
      await bench.pass(40);
      report(first, step(done, 20));
      report(second, step(0));
      expect([first.status, second.status]).toEqual(['running', 'running']);
    }
    await bench.pass(TASK_LIFETIME_S / 2 - 440);
    expect([first.status, outcomes(second)]).toEqual(['running', ['lapsed']]);
  });

  it('loses a waiting task when the one before it stops', async () => {
    bench.join('ann');
    const [first, second] = [await taken({ steps: 20 }), await taken()];
    report(first, step(1, 20));
    await bench.idle('ann', START_S, [first, second], (task) => (task === first ? step(1, 20) : step(0)));
    // The first one's miner has tried once more by now.
    expect([outcomes(first), outcomes(second)]).toEqual([['lapsed', 'lapsed'], ['lapsed']]);
  });
});

it('an image that can no longer end in time goes to another miner while there is time', async () => {
  bench.join('ann');
  const task = await taken({ steps: 20 });
  const perStep = 55;
  let spent = 0;
  for (let done = 1; outcomes(task)[0] === 'open'; done++) {
    await bench.pass(perStep);
    spent += perStep;
    report(task, step(done, 20));
  }
  expect(outcomes(task)).toEqual(['lapsed']);
  expect(spent).toBeLessThan(TASK_LIFETIME_S * 0.75);
});

it('a text that drips a letter a minute lapses', async () => {
  bench.join('ann');
  const task = await taken({ kind: 'text' });
  report(task, delta('a'.repeat(4_000)));
  for (let i = 0; i < 4; i++) {
    await bench.pass(LEASE_S - 5);
    report(task, delta('a'));
  }
  expect(outcomes(task)).toEqual(['lapsed', 'open']);
});

it('an assignment that is not taken lapses, though its miner works on another', async () => {
  bench.join('ann');
  const first = await taken({ steps: 20 });
  const second = await bench.submit(requestOf());
  await bench.pass(TAKE_TIMEOUT_S - 1);
  report(first, step(1, 20));
  expect(outcomes(second)).toEqual(['open']);
  await bench.pass(1);
  expect([outcomes(first), outcomes(second)]).toEqual([['open'], ['lapsed']]);
});

it('a task whose stream broke lapses when it is not taken again, though its miner works on another', async () => {
  bench.join('ann');
  const first = await taken({ steps: 20 });
  const second = await bench.submit(requestOf());
  const digest = second.open!.record.digest;
  const channel = { over: () => undefined };
  await bench.scheduler.attempts.take(ann, digest, channel);
  bench.scheduler.attempts.streamLost(ann, digest, channel);
  await bench.pass(TAKE_TIMEOUT_S - 1);
  report(first, step(1, 20));
  await bench.pass(1);
  expect([outcomes(first), outcomes(second)]).toEqual([['open'], ['lapsed']]);
});

describe('a steady GPU', () => {
  const times = [0, 60, START_S - 1].flatMap((start) =>
    [1, 2, 4, 20, 100].map((steps) => [steps, start] as const),
  );
  it.each(times)(
    'that just ends in time keeps an image of %i steps that starts after %i s',
    (steps, start) => {
      const expiresAt = TASK_LIFETIME_S * 1_000;
      const lease = new WorkLease({ ...imageRequest(), steps }, { now: 0, expiresAt });
      const perStep = Math.min((expiresAt - start * 1_000 - 1) / Math.max(1, steps - 1), START_S * 1_000 - 1);
      // The last step is followed by the decoder, for as long as is left.
      const ends = Math.min(expiresAt, start * 1_000 + (steps - 1) * perStep + START_S * 1_000) - 1;
      for (let done = 1; done <= steps; done++) {
        const now = start * 1_000 + (done - 1) * perStep;
        lease.heard(now);
        expect(lease.endsAt(0)).toBeGreaterThan(now);
        lease.worked(1, now);
      }
      lease.heard(ends);
      expect(lease.endsAt(0)).toBeGreaterThan(ends);
    },
  );
});

describe('a clock that is set', () => {
  it.each([16 * 60, -3_600])('%i s away neither ends a running task nor prolongs its lease', async (jump) => {
    bench.join('ann');
    const task = await taken({ steps: 20 });
    report(task, step(1, 20));
    bench.clock += jump * 1_000;
    await bench.pass(LEASE_S - 1);
    expect(task.status).toBe('running');
    await bench.pass(1);
    expect(outcomes(task)).toEqual(['lapsed']);
  });

  it('does not change when a task expires', async () => {
    const task = await bench.submit(requestOf());
    bench.join('bob');
    await bench.scheduler.assign();
    bench.clock -= 3_600_000;
    await bench.pass(TASK_LIFETIME_S);
    expect(task.status).toBe('expired');
  });
});
