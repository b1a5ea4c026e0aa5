import { expect, it, vi } from 'vitest';
import { CachedReads } from '#coordinator/court/shown/cachedReads.ts';
import { TokenBucket } from '#network/limits/tokenBucket.ts';

/** Reads that cost two of a budget of six, and two more each second; kept for ten seconds, three at most. */
function setUp() {
  const clock = { now: 0 };
  const read = vi.fn(async (key: string) => `${key} at ${clock.now}`);
  const reads = new CachedReads<string, string>({
    ...{ read, keptMs: () => 10_000, most: 3, cost: 2, uptimeMs: () => clock.now },
    budget: new TokenBucket({ perSecond: 2, burst: 6 }, 0),
  });
  return { clock, read, reads };
}

it('reads once for all who ask at once, and for all who ask while it is fresh', async () => {
  const { clock, read, reads } = setUp();
  expect(await Promise.all([reads.get('a'), reads.get('a')])).toEqual(['a at 0', 'a at 0']);
  clock.now = 9_999;
  expect(await reads.get('a')).toBe('a at 0');
  clock.now = 10_000;
  expect(await reads.get('a')).toBe('a at 10000');
  expect(read).toHaveBeenCalledTimes(2);
});

it('reads within its budget, and nothing beyond it', async () => {
  const { clock, reads } = setUp();
  for (const key of ['a', 'b', 'c']) await reads.get(key);
  await expect(reads.get('d')).rejects.toMatchObject({ code: 'BUSY' });
  clock.now = 999;
  await expect(reads.get('d')).rejects.toMatchObject({ code: 'BUSY' });
  clock.now = 1_998;
  expect(await reads.get('d')).toBe('d at 1998');
});

it('gives an old answer while the budget is spent', async () => {
  const { clock, read } = setUp();
  const budget = new TokenBucket({ perSecond: 0, burst: 1 }, 0);
  const reads = new CachedReads<string, string>({
    ...{ read, keptMs: () => 10, most: 3, cost: 1, budget, uptimeMs: () => clock.now },
  });
  await reads.get('a');
  clock.now = 10;
  expect(await reads.get('a')).toBe('a at 0');
});

it('reads again after a failure', async () => {
  const { read, reads } = setUp();
  read.mockRejectedValueOnce(new Error('The chain is away.'));
  await expect(reads.get('a')).rejects.toThrow('away');
  expect(await reads.get('a')).toBe('a at 0');
});

it('forgets what was read first', async () => {
  const { clock, read, reads } = setUp();
  for (const key of ['a', 'b', 'c']) await reads.get(key);
  clock.now = 3_000;
  await reads.get('d');
  await reads.get('b');
  expect(read).toHaveBeenCalledTimes(4);
  await reads.get('a');
  expect(read).toHaveBeenCalledTimes(5);
});
