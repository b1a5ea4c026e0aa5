import { expect, it } from 'vitest';
import { KeyedBuckets } from '#network/limits/keyedBuckets.ts';

const now = 0;

it('gives each key its own burst, which it has used up until it is forgotten', () => {
  const buckets = new KeyedBuckets<string>({ perSecond: 1, burst: 2 });
  expect(['ann', 'ann', 'ann', 'ben'].map((key) => buckets.take(key, now))).toEqual([
    ...[true, true, false],
    true,
  ]);
  buckets.forget('ann');
  expect(buckets.take('ann', now, 2)).toBe(true);
  expect(buckets.take('ben', now, 2)).toBe(false);
});

it('starts a key’s bucket when it first comes, and fills it from then on', () => {
  const buckets = new KeyedBuckets<bigint>({ perSecond: 1, burst: 1 });
  expect([0, 999, 1_000].map((ms) => buckets.take(7n, now + ms))).toEqual([true, false, true]);
});
