import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GpuShare, WORK_MS } from '#miner/tasks/gpuShare.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function shareOf(percent: number) {
  const changes: boolean[] = [];
  const share: GpuShare = new GpuShare({
    nowMs: () => performance.now(),
    onChange: () => changes.push(share.takesNone),
  });
  share.limit(percent);
  return { share, changes };
}
const pass = (ms: number) => vi.advanceTimersByTime(ms);

it.each([
  [50, 8_000, 8_000],
  [25, 3_000, 9_000],
  [75, 3_000, 1_000],
  [10, 60_000, 540_000],
])('at %i %%, work of %i ms is followed by a rest of %i ms', (percent, workMs, restMs) => {
  const { share } = shareOf(percent);
  share.running(1);
  pass(workMs);
  share.running(0);
  expect([share.takesNone, share.restMs]).toEqual([true, restMs]);
  pass(restMs - 1);
  expect([share.takesNone, share.restMs]).toEqual([true, 1]);
  pass(1);
  expect([share.takesNone, share.restMs]).toEqual([false, undefined]);
});

it('takes tasks beside those that run for a while, then no more until it has rested', () => {
  const { share, changes } = shareOf(50);
  share.running(1);
  pass(WORK_MS - 1);
  share.running(2);
  expect(changes).toEqual([]);
  pass(1);
  expect(changes).toEqual([true]);
  pass(WORK_MS);
  share.running(1);
  expect(share.restMs).toBeUndefined();
  share.running(0);
  expect([changes, share.restMs]).toEqual([[true], 2 * WORK_MS]);
  pass(2 * WORK_MS);
  expect(changes).toEqual([true, false]);
});

it('follows a share that is changed in a rest, and never rests with the whole GPU', () => {
  const { share, changes } = shareOf(100);
  share.running(1);
  pass(WORK_MS);
  share.running(0);
  expect(changes).toEqual([]);
  share.limit(50);
  expect([share.takesNone, share.restMs]).toEqual([true, WORK_MS]);
  share.limit(80);
  expect(share.restMs).toBe(WORK_MS / 4);
  share.limit(100);
  expect([share.takesNone, share.restMs]).toEqual([false, undefined]);
  pass(WORK_MS);
  expect(changes).toEqual([true, false]);
});

it('does not rest while it works, though its last work is not rested from', () => {
  const { share } = shareOf(50);
  share.running(1);
  pass(8_000);
  share.running(0);
  share.limit(100);
  share.running(1);
  share.limit(50);
  expect([share.takesNone, share.restMs]).toEqual([false, undefined]);
});

it('is not asked again by a tab that has stopped', () => {
  const { share, changes } = shareOf(50);
  share.running(1);
  share.stop();
  pass(2 * WORK_MS);
  expect(changes).toEqual([]);
});
