import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pacedBody } from '#coordinator/api/http/pacedBody.ts';

const SHORT = crypto.getRandomValues(new Uint8Array(50_000));
const LONG = new Uint8Array(200_000);
/** Two seconds of grace, and then what was handed out lasts for as long as this pace allows. */
const PACE = { bytesPerSecond: 65_536, graceMs: 2_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(bytes: Uint8Array<ArrayBuffer>) {
  const [cut, onEnd] = [vi.fn(), vi.fn()];
  const body = pacedBody(bytes, { pace: PACE, cut, onEnd });
  return { cut, onEnd, body, calls: () => [cut.mock.calls.length, onEnd.mock.calls.length] };
}

it.each([[SHORT], [LONG]])('a body that is taken in time ends once', async (bytes) => {
  const { body, calls } = setUp(bytes);
  const taken = new Uint8Array(await new Response(body).arrayBuffer());
  expect(Buffer.compare(taken, bytes)).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls()).toEqual([0, 1]);
});

it('a body that is taken too slowly is cut, and no sooner', async () => {
  const { body, calls } = setUp(LONG);
  await body.getReader().read();
  // One part of it lasts for a second.
  await vi.advanceTimersByTimeAsync(3_000);
  expect(calls()).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(500);
  expect(calls()).toEqual([1, 1]);
});

it('a body of which the last part waits in the connection is not over, and is cut in its time', async () => {
  const { body, calls } = setUp(LONG);
  const reader = body.getReader();
  let left = LONG.byteLength;
  while (left > 0) left -= (await reader.read()).value!.byteLength;
  // However fast the rest was taken, this is the longest pause.
  await vi.advanceTimersByTimeAsync(2 * PACE.graceMs - 500);
  expect(calls()).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(calls()).toEqual([1, 1]);
});

it('a body without a byte ends', async () => {
  const { body, calls } = setUp(new Uint8Array());
  expect(await new Response(body).text()).toBe('');
  expect(calls()).toEqual([0, 1]);
});

it('a body whose client hangs up ends at once', async () => {
  const { body, calls } = setUp(LONG);
  await body.cancel();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls()).toEqual([0, 1]);
});
