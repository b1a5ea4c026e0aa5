import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveTask } from '#coordinator/scheduler/liveTask.ts';
import { FRAMES_AT_ONCE, REPEATED_FRAMES } from '#coordinator/scheduler/progressBudget.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import {
  delta,
  imageRequest,
  SchedulerBench,
  step,
  textRequest,
} from '#coordinator/testing/schedulerBench.ts';
import { accountOf, nodeOf } from '#coordinator/testing/world.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

const database = useMemoryDatabase();
let bench: SchedulerBench;
let seed = 0;

beforeEach(() => {
  bench = new SchedulerBench(database.db, [nodeOf('ann', 20_000), nodeOf('bob', 60_000)]);
});

const MALFORMED = expect.objectContaining({ code: 'MALFORMED' });
const requestOf = (more: Partial<TaskRequest> = {}): TaskRequest => {
  seed += 1;
  const whole = more.kind === 'text' ? textRequest(seed) : imageRequest(seed);
  return { ...whole, ...more } as TaskRequest;
};
const taken = (more: Partial<TaskRequest> = {}) => bench.taken('ann', requestOf(more));
const report = (task: LiveTask, progress: TaskProgress) => bench.report('ann', task, progress);

describe('progress beyond what a task can have', () => {
  const flood = (task: LiveTask, frames: number, progress: TaskProgress) => {
    for (let i = 0; i < frames; i++) report(task, progress);
  };

  it.each([
    ['a step of another total', {}, step(1, 5)],
    ['a step beyond the last', {}, step(5, 4)],
    ['tokens beyond those asked for', { kind: 'text', maxTokens: 8 }, step(9, 9)],
    ['text for an image', {}, delta('a')],
  ] as const)('such as %s is malformed', async (_, request, progress) => {
    bench.join('ann');
    const task = await taken(request);
    expect(() => report(task, progress)).toThrow(MALFORMED);
  });

  it('in all is malformed: one frame a step and a number of repeats', async () => {
    bench.join('ann');
    const task = await taken();
    flood(task, REPEATED_FRAMES + 4, step(1));
    expect(() => report(task, step(1))).toThrow(MALFORMED);
  });

  it('at once is malformed: a text’s tokens come one after the other', async () => {
    bench.join('ann');
    const task = await taken({ kind: 'text', maxTokens: 4_096 });
    flood(task, FRAMES_AT_ONCE, delta('a'));
    expect(() => report(task, delta('a'))).toThrow(MALFORMED);
  });

  it('is not what a fast text sends', async () => {
    bench.join('ann');
    const task = await taken({ kind: 'text', maxTokens: 4_096 });
    for (let second = 0; second < 20; second++) {
      flood(task, 200, delta('a'));
      await bench.pass(1);
    }
    expect(task.text).toHaveLength(4_000);
  });

  it('is malformed for a task that is another’s by now, too', async () => {
    bench.join('ann');
    const task = await taken();
    const { digest } = task.open!.record;
    await bench.scheduler.cancel(task.id);
    const say = () => bench.scheduler.attempts.progress(accountOf('ann').address, digest, step(1));
    for (let i = 0; i < FRAMES_AT_ONCE; i++) say();
    expect(say).toThrow(MALFORMED);
  });
});
