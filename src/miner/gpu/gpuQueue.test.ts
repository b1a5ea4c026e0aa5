import { describe, expect, it } from 'vitest';
import { GpuQueue, type TaskTurn } from '#miner/gpu/gpuQueue.ts';

function setUp() {
  const queue = new GpuQueue();
  const running = new Map<string, () => void>();
  const work = (name: string) => async () => {
    await new Promise<void>((resolve) => running.set(name, resolve));
    running.delete(name);
    return name;
  };
  const run = (name: string, turn: Partial<TaskTurn> = {}) =>
    queue.run(work(name), { model: name, limit: () => 1, ...turn });
  const prepare = (name: string) => queue.setUp(work(name));
  /** Ends a task and lets the next ones start. */
  const end = async (name: string) => {
    running.get(name)!();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, run, prepare, end, names: () => [...running.keys()] };
}

const upTo = (most: number, model = 'text') => ({ model, limit: () => most });

describe('GpuQueue', () => {
  it('runs one task at a time, in order of arrival', async () => {
    const { run, end, names } = setUp();
    const all = [run('first'), run('second'), run('third')];
    expect(names()).toEqual(['first']);
    await end('first');
    expect(names()).toEqual(['second']);
    await end('second');
    await end('third');
    expect(await Promise.all(all)).toEqual(['first', 'second', 'third']);
  });

  it('runs tasks of one model together up to their limit', async () => {
    const { run, end, names } = setUp();
    for (const name of ['a', 'b', 'c']) void run(name, upTo(2));
    void run('other', upTo(2, 'other text'));
    void run('image');
    expect(names()).toEqual(['a', 'b']);
    await end('a');
    expect(names()).toEqual(['b', 'c']);
    await end('b');
    expect(names()).toEqual(['c']);
    await end('c');
    expect(names()).toEqual(['other']);
    await end('other');
    expect(names()).toEqual(['image']);
  });

  it('lets no task of the running model overtake a waiting one', async () => {
    const { run, end, names } = setUp();
    void run('text', upTo(4));
    void run('image');
    void run('late text', upTo(4));
    expect(names()).toEqual(['text']);
    await end('text');
    expect(names()).toEqual(['image']);
    await end('image');
    expect(names()).toEqual(['late text']);
  });

  it('runs a set-up alone and before waiting tasks', async () => {
    const { run, prepare, end, names } = setUp();
    void run('text', upTo(4));
    void run('late text', { ...upTo(4), limit: () => 1 });
    void prepare('load');
    void prepare('prove');
    void run('later text', upTo(4));
    expect(names()).toEqual(['text']);
    await end('text');
    expect(names()).toEqual(['load']);
    await end('load');
    expect(names()).toEqual(['prove']);
    await end('prove');
    expect(names()).toEqual(['late text', 'later text']);
  });

  it('continues after a failed task', async () => {
    const { queue } = setUp();
    const turn = upTo(1);
    const failed = queue.run(() => Promise.reject(new Error('no')), turn);
    const next = queue.run(async () => 'next', turn);
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});

it('GpuQueue rejects a task whose onStart throws, and runs the next', async () => {
  const { queue, run, end } = setUp();
  const onStart = () => {
    throw new Error('no');
  };
  await expect(queue.run(async () => 'never', { ...upTo(1), onStart })).rejects.toThrow('no');
  const next = run('next');
  await end('next');
  expect(await next).toBe('next');
  expect(queue.size).toBe(0);
});

describe('a limit', () => {
  it('of zero keeps only its own task waiting, until it is raised', async () => {
    const { queue, run, end, names } = setUp();
    let most = 0;
    void run('not ready', { limit: () => most });
    void run('ready');
    expect(names()).toEqual(['ready']);
    most = 1;
    queue.refresh();
    expect(names()).toEqual(['ready']);
    await end('ready');
    expect(names()).toEqual(['not ready']);
  });

  it('that throws rejects its waiting task with that error', async () => {
    const { queue, run, names } = setUp();
    let failure: Error | undefined;
    const limit = () => {
      if (failure !== undefined) throw failure;
      return 0;
    };
    const waiting = run('never ready', { limit });
    failure = new Error('the GPU is gone');
    queue.refresh();
    await expect(waiting).rejects.toThrow('the GPU is gone');
    expect(names()).toEqual([]);
    expect(queue.size).toBe(0);
  });
});

describe('aborting', () => {
  it('a waiting task rejects it at once and unblocks the tasks behind it', async () => {
    const { run, names } = setUp();
    const waits = new AbortController();
    void run('text', upTo(4));
    const image = run('image', { signal: waits.signal });
    void run('late text', upTo(4));
    waits.abort(new Error('not wanted'));
    await expect(image).rejects.toThrow('not wanted');
    expect(names()).toEqual(['text', 'late text']);
  });

  it('before the call rejects without waiting', async () => {
    const { queue, run } = setUp();
    await expect(run('task', { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
      'too late',
    );
    expect(queue.size).toBe(0);
  });

  it('a running task does not free its turn before it ends', async () => {
    const { run, end, names } = setUp();
    const runs = new AbortController();
    void run('first', { signal: runs.signal });
    void run('second');
    runs.abort(new Error('over'));
    expect(names()).toEqual(['first']);
    await end('first');
    expect(names()).toEqual(['second']);
  });
});

it('GpuQueue calls onStart when a task’s turn comes', async () => {
  const { run, end } = setUp();
  const started: string[] = [];
  for (const name of ['first', 'second']) void run(name, { onStart: () => started.push(name) });
  expect(started).toEqual(['first']);
  await end('first');
  expect(started).toEqual(['first', 'second']);
});

it('GpuQueue counts waiting and running work', async () => {
  const { queue, run, prepare, end } = setUp();
  void run('first');
  void run('second');
  void prepare('load');
  expect([queue.size, queue.isSettingUp]).toEqual([3, false]);
  await end('first');
  expect([queue.size, queue.isSettingUp]).toEqual([2, true]);
});
