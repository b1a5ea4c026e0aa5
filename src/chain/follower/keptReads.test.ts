import { expect, it, vi } from 'vitest';
import { KeptReads } from '#chain/follower/keptReads.ts';

const readOf = (value: string) => vi.fn(async () => value);

it('reads each key once, also while the first read is under way', async () => {
  const kept = new KeptReads<string>(2);
  const read = readOf('a');
  expect(await Promise.all([kept.of('k', read), kept.of('k', read)])).toEqual(['a', 'a']);
  expect(read).toHaveBeenCalledTimes(1);
});

it('keeps as many as it may, and forgets the oldest', async () => {
  const kept = new KeptReads<string>(2);
  for (const key of ['a', 'b', 'c']) await kept.of(key, readOf(key));
  const again = readOf('again');
  expect(await kept.of('b', again)).toBe('b');
  expect(await kept.of('a', again)).toBe('again');
});

it('reads again after a failure', async () => {
  const kept = new KeptReads<string>(2);
  await expect(kept.of('k', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await kept.of('k', readOf('up'))).toBe('up');
});
