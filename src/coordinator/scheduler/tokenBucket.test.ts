import { expect, it } from 'vitest';
import { TokenBucket } from '#coordinator/scheduler/tokenBucket.ts';

const RATE = { perSecond: 10, atOnce: 3 };
const takeAll = (bucket: TokenBucket, now: number): number => {
  let taken = 0;
  while (bucket.take(now)) taken++;
  return taken;
};

it('TokenBucket lets through so many at once, and so many a second from then on', () => {
  const bucket = new TokenBucket(RATE, 0);
  expect(takeAll(bucket, 0)).toBe(3);
  expect(takeAll(bucket, 99)).toBe(0);
  expect(takeAll(bucket, 100)).toBe(1);
  expect(takeAll(bucket, 250)).toBe(1);
  expect(takeAll(bucket, 300)).toBe(1);
});

it('TokenBucket saves up no more than it lets through at once', () => {
  const bucket = new TokenBucket(RATE, 0);
  expect(takeAll(bucket, 60_000)).toBe(3);
});
