import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LeastPace } from '#network/limits/leastPace.ts';

const RULE = { bytesPerSecond: 100, graceMs: 2_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** After how many ms a transfer is called slow; undefined if it is not within a minute. */
function slowAfter(bytesEachSecond: number): number | undefined {
  const from = performance.now();
  let slowAt: number | undefined;
  const pace = new LeastPace(RULE, () => (slowAt = performance.now() - from));
  for (let second = 0; second < 60; second++) {
    pace.note(bytesEachSecond);
    vi.advanceTimersByTime(1_000);
  }
  pace.stop();
  return slowAt;
}

it('lets a transfer go on that keeps the pace', () => expect(slowAfter(100)).toBeUndefined());

it('calls one slow that has moved nothing in the time of grace', () => expect(slowAfter(0)).toBe(2_500));

it('calls one slow that falls behind later', () => {
  // At 90 a second it is 200 behind after 20 s, which is the time of grace.
  expect(slowAfter(90)).toBeGreaterThan(15_000);
  expect(slowAfter(90)).toBeLessThan(25_000);
});

it('calls one slow that was fast, and then rests for longer than twice the time of grace', () => {
  const onSlow = vi.fn();
  const pace = new LeastPace(RULE, onSlow);
  pace.note(1_000_000);
  vi.advanceTimersByTime(4_000);
  expect(onSlow).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(onSlow).toHaveBeenCalledOnce();
});

it('looks no more once the transfer is over', () => {
  const onSlow = vi.fn();
  new LeastPace(RULE, onSlow).stop();
  vi.advanceTimersByTime(60_000);
  expect(onSlow).not.toHaveBeenCalled();
});
