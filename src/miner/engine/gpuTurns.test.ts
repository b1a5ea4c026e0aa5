import { expect, it } from 'vitest';
import { GpuTurns, type Sharing } from '#miner/engine/gpuTurns.ts';

function setUp() {
  const turns = new GpuTurns();
  const running = new Map<string, () => void>();
  const take = (name: string, options: { signal?: AbortSignal; sharing?: Sharing } = {}) =>
    turns.take(async () => {
      await new Promise<void>((resolve) => running.set(name, resolve));
      running.delete(name);
      return name;
    }, options);
  /** Ends a task and lets whatever that begins begin. */
  const end = async (name: string) => {
    running.get(name)!();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { take, end, names: () => [...running.keys()] };
}

const texts = (most: number): Sharing => ({ kind: 'text', most });

it('gives one turn after the other, in order', async () => {
  const { take, end, names } = setUp();
  const all = [take('first'), take('second'), take('third')];
  expect(names()).toEqual(['first']);
  await end('first');
  expect(names()).toEqual(['second']);
  await end('second');
  await end('third');
  expect(await Promise.all(all)).toEqual(['first', 'second', 'third']);
});

it('lets as many of a kind run together as it is told, and others alone', async () => {
  const { take, end, names } = setUp();
  for (const name of ['a', 'b', 'c']) void take(name, { sharing: texts(2) });
  void take('other', { sharing: { kind: 'other text', most: 2 } });
  void take('image');
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

it('lets nobody share past one who waits', async () => {
  const { take, end, names } = setUp();
  void take('text', { sharing: texts(4) });
  void take('image');
  void take('late text', { sharing: texts(4) });
  expect(names()).toEqual(['text']);
  await end('text');
  expect(names()).toEqual(['image']);
  await end('image');
  expect(names()).toEqual(['late text']);
});

it('lets them share once that one waits no more', async () => {
  const { take, names } = setUp();
  const waits = new AbortController();
  void take('text', { sharing: texts(4) });
  const image = take('image', { signal: waits.signal });
  void take('late text', { sharing: texts(4) });
  waits.abort(new Error('not wanted'));
  await expect(image).rejects.toThrow('not wanted');
  expect(names()).toEqual(['text', 'late text']);
});

it('tells whoever is cancelled at once, and gives the turn on', async () => {
  const { take, end, names } = setUp();
  const [waits, runs] = [new AbortController(), new AbortController()];
  const first = take('first', { signal: runs.signal });
  const second = take('second', { signal: waits.signal });
  void take('third');
  waits.abort(new Error('not wanted'));
  await expect(second).rejects.toThrow('not wanted');
  runs.abort(new Error('over'));
  await expect(first).rejects.toThrow('over');
  // It is still on the GPU.
  expect(names()).toEqual(['first']);
  await end('first');
  expect(names()).toEqual(['third']);
});

it('goes on after a turn that failed', async () => {
  const turns = new GpuTurns();
  const failed = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(async () => 'next');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});
