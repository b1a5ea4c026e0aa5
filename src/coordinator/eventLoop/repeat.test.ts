import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { repeat } from '#coordinator/eventLoop/repeat.ts';

const log = pino({ level: 'silent' });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs once for all calls of a burst, so long after the first of them', async () => {
  const work = vi.fn(async () => undefined);
  const repeated = repeat(log, 'test', undefined, work);
  repeated.runWithin(1_000);
  await vi.advanceTimersByTimeAsync(999);
  repeated.runWithin(1_000);
  expect(work).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(work).toHaveBeenCalledTimes(1);
  repeated.runWithin(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledTimes(2);
});

it('runs nothing once it is stopped, whenever it was asked', async () => {
  const work = vi.fn(async () => undefined);
  const repeated = repeat(log, 'test', undefined, work);
  repeated.runWithin(1_000);
  await repeated.stop();
  repeated.runWithin(1_000);
  repeated.runNow();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(work).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

it('never runs twice at once: what is asked meanwhile follows, once', async () => {
  const ends: (() => void)[] = [];
  const work = vi.fn(() => new Promise<void>((resolve) => void ends.push(resolve)));
  const repeated = repeat(log, 'test', 100, work);
  await vi.advanceTimersByTimeAsync(350);
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(2);
  ends[1]!();
  await repeated.stop();
});

it('goes on after a failure', async () => {
  const work = vi.fn().mockRejectedValueOnce(new Error('no')).mockResolvedValue(undefined);
  const repeated = repeat(log, 'test', 100, work);
  await vi.advanceTimersByTimeAsync(200);
  expect(work).toHaveBeenCalledTimes(2);
  await repeated.stop();
});
