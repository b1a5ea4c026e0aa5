import { expect, it } from 'vitest';
import { computedBlockingMs, type TraceEvent } from '#tools/lighthouse/computedBlocking.ts';

const URL = 'http://localhost:5173/stake';
const on = (name: string, ts: number, rest: Partial<TraceEvent> = {}): TraceEvent => ({
  ...{ name, pid: 1, tid: 1, ts, args: {} },
  ...rest,
});
const START = on('navigationStart', 10, { args: { data: { documentLoaderURL: URL } } });
const PAINT = on('firstContentfulPaint', 100);
const task = (ts: number, tdur: number, rest: Partial<TraceEvent> = {}) =>
  on('ThreadControllerImpl::RunTask', ts, { tdur, ...rest });

it('counts what each task after the first paint computes beyond 50 ms on the slower processor', () => {
  const events = [START, task(20, 90_000), PAINT, task(200, 20_000), task(300, 12_500), task(400, 13_000)];
  expect(computedBlockingMs(events, URL, 4)).toBe(30 + 2);
});

it('counts no other thread, no other process and nothing within a task', () => {
  const others = [task(200, 90_000, { tid: 2 }), task(200, 90_000, { pid: 2 })];
  const within = on('v8.evaluateModule', 200, { tdur: 90_000 });
  expect(computedBlockingMs([START, PAINT, ...others, within], URL, 4)).toBe(0);
});

it.each([
  ['navigation', [PAINT]],
  ['paint', [START]],
])('says that a trace has no %s of the page', (what, events) => {
  expect(() => computedBlockingMs(events, URL, 4)).toThrow(`no ${what}`);
});
