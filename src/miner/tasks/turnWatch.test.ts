import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TurnWatch } from '#miner/tasks/turnWatch.ts';
import { START_S } from '#protocol/task/taskLife.ts';

const PATIENCE_S = START_S - 60;
const LEFT_MS = 900_000;

let watch: TurnWatch;
let late: number;

beforeEach(() => {
  vi.useFakeTimers();
  late = 0;
  watch = new TurnWatch({ nowMs: () => performance.now(), onLate: () => late++ });
});
afterEach(() => vi.useRealTimers());

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000);

it('TurnWatch hands a task back a minute before its coordinator takes the miner for idle', () => {
  watch.start(LEFT_MS);
  pass(PATIENCE_S - 1);
  expect(late).toBe(0);
  pass(1);
  expect(late).toBe(1);
});

it('TurnWatch hands back nothing whose turn has come', () => {
  watch.start(LEFT_MS);
  watch.stop();
  pass(900);
  expect(late).toBe(0);
});

it('TurnWatch waits behind tasks of the same coordinator that move, for half of the time less a minute', () => {
  watch.start(LEFT_MS);
  for (let i = 0; i < 38; i++) {
    pass(10);
    watch.moved();
  }
  expect(late).toBe(0);
  pass(10);
  expect(late).toBe(1);
});

it('TurnWatch waits no longer for a task that stopped', () => {
  watch.start(LEFT_MS);
  pass(100);
  watch.moved();
  pass(PATIENCE_S - 1);
  expect(late).toBe(0);
  pass(1);
  expect(late).toBe(1);
});

it('TurnWatch counts from its last start alone', () => {
  watch.start(LEFT_MS);
  pass(PATIENCE_S - 1);
  watch.start(LEFT_MS);
  pass(PATIENCE_S - 1);
  expect(late).toBe(0);
  pass(1);
  expect(late).toBe(1);
  pass(900);
  expect(late).toBe(1);
});
