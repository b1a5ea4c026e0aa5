import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LaterTests } from '#miner/engine/laterTests.ts';

const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How many inputs each model has left. */
function setUp(left: Record<string, number>) {
  const over = new AbortController();
  const ran: string[] = [];
  const runNext = async (id: string) => {
    ran.push(id);
    return --left[id]! > 0;
  };
  const later = new LaterTests({ runNext, signal: over.signal });
  for (const id of Object.keys(left)) later.add(id);
  const pass = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * MINUTE_MS);
  return { later, ran, over, pass };
}

it('runs one test input a minute, of each model in turn, until none is left', async () => {
  const { ran, pass } = setUp({ draw: 2, talk: 1 });
  await pass(0.99);
  expect(ran).toEqual([]);
  await pass(0.02);
  expect(ran).toEqual(['draw']);
  await pass(10);
  expect(ran).toEqual(['draw', 'talk', 'draw']);
  expect(vi.getTimerCount()).toBe(0);
});

it('begins again with a model that is added when all others are through', async () => {
  const { later, ran, pass } = setUp({ draw: 1 });
  await pass(5);
  later.add('draw');
  later.add('draw');
  await pass(5);
  expect(ran).toEqual(['draw', 'draw']);
});

it('runs no input of a model that was dropped, and none once it is over', async () => {
  const { later, ran, over, pass } = setUp({ draw: 9, talk: 9 });
  later.drop('draw');
  await pass(1.01);
  over.abort();
  await pass(9);
  expect(ran).toEqual(['talk']);
});
