import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SessionHeartbeat } from '#miner/coordinators/sessionHeartbeat.ts';
import type { Offer } from '#protocol/messages/offer.ts';

const INTERVAL_MS = 15_000;
const DRAW: Offer = { id: 'draw', together: 2 };
const stream = { send: vi.fn(async (_frame: unknown) => undefined), abort: vi.fn() };
let takes: Offer[];
let heartbeat: SessionHeartbeat;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  takes = [DRAW];
  heartbeat = new SessionHeartbeat(stream, () => takes);
});

afterEach(() => {
  heartbeat.stop();
  vi.useRealTimers();
});

it('says every 15 seconds what the miner takes then', async () => {
  await vi.advanceTimersByTimeAsync(INTERVAL_MS - 1);
  expect(stream.send).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  takes = [];
  await vi.advanceTimersByTimeAsync(INTERVAL_MS);
  expect(stream.send.mock.calls).toEqual([
    [{ type: 'heartbeat', models: [DRAW] }],
    [{ type: 'heartbeat', models: [] }],
  ]);
});

it('ends the stream of a coordinator that is silent for 45 seconds', async () => {
  await vi.advanceTimersByTimeAsync(3 * INTERVAL_MS - 1);
  expect(stream.abort).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(stream.abort).toHaveBeenCalledOnce();
});

it('keeps the stream of a coordinator that is heard in each 45 seconds', async () => {
  for (let round = 0; round < 5; round++) {
    await vi.advanceTimersByTimeAsync(3 * INTERVAL_MS - 1);
    heartbeat.heard();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(stream.abort).not.toHaveBeenCalled();
});

it('takes one answer for each beat', () => {
  expect(heartbeat.answered()).toBe(false);
  heartbeat = new SessionHeartbeat(stream, () => takes);
  heartbeat.beat();
  heartbeat.beat();
  expect([1, 2, 3].map(() => heartbeat.answered())).toEqual([true, true, false]);
});

it('sends nothing once stopped, and outlives a broken stream', async () => {
  stream.send.mockRejectedValueOnce(new Error('broken'));
  heartbeat.beat();
  heartbeat.stop();
  await vi.advanceTimersByTimeAsync(4 * INTERVAL_MS);
  expect(stream.send).toHaveBeenCalledOnce();
  expect(stream.abort).not.toHaveBeenCalled();
});
