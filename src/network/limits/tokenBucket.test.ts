import { describe, expect, it } from 'vitest';
import { TokenBucket } from '#network/limits/tokenBucket.ts';

let now = 0;
const bucketOf = (perSecond: number, burst: number) => new TokenBucket({ perSecond, burst }, now);

describe('TokenBucket', () => {
  it('gives its burst at once, and no more', () => {
    const bucket = bucketOf(1, 3);
    expect([1, 2, 3, 4].map(() => bucket.take(now))).toEqual([true, true, true, false]);
  });

  it('fills at its rate, not a millisecond sooner', () => {
    const bucket = bucketOf(2, 1);
    bucket.take(now);
    now += 499;
    expect(bucket.take(now)).toBe(false);
    now += 1;
    expect(bucket.take(now)).toBe(true);
  });

  it('holds no more than its burst after a long pause', () => {
    const bucket = bucketOf(1, 2);
    now += 3_600_000;
    expect([1, 2, 3].map(() => bucket.take(now))).toEqual([true, true, false]);
  });

  it('takes nothing when it refuses a larger count', () => {
    const bucket = bucketOf(1, 3);
    expect(bucket.take(now, 4)).toBe(false);
    expect(bucket.take(now, 3)).toBe(true);
  });

  it('goes on after its clock was set back', () => {
    const bucket = bucketOf(1, 1);
    bucket.take(now);
    now -= 60_000;
    expect(bucket.take(now)).toBe(false);
    now += 1_000;
    expect(bucket.take(now)).toBe(true);
  });
});
