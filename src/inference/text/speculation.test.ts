import { describe, expect, it } from 'vitest';
import { RunTimings } from '#inference/decoder/runTimings.ts';
import { Speculation } from '#inference/text/speculation.ts';

const REPEATING = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2];
const NEW = [1, 2, 3];
const ROOM = 100;

interface Seen {
  /** Milliseconds of runs, by their number of tokens. */
  readonly runs?: Readonly<Record<number, number>>;
  /** Milliseconds of asynchronous decode steps, by their number of rows. */
  readonly asyncRuns?: Readonly<Record<number, number>>;
}

function timingsOf({ runs = {}, asyncRuns = {} }: Seen): RunTimings {
  const timings = new RunTimings();
  for (const [tokens, ms] of Object.entries(runs)) timings.recordRun(Number(tokens), ms);
  for (const [rows, ms] of Object.entries(asyncRuns)) timings.recordAsyncRun(Number(rows), ms);
  return timings;
}

function speculation(
  runs: Readonly<Record<number, number>>,
  widths: readonly number[] = [4, 8],
): Speculation {
  const made = new Speculation(timingsOf({ runs }));
  made.allow(widths);
  return made;
}

describe('Speculation', () => {
  it('drafts nothing where the time of a run grows in proportion to its tokens', () => {
    const costly = speculation({ 1: 10, 4: 40, 8: 80 });
    expect(costly.plan(REPEATING, ROOM)).toMatchObject({ tokens: [2] });
  });

  it('counts the cost of dropping wrong drafts', () => {
    const timings = timingsOf({ runs: { 1: 10, 4: 11 } });
    const made = new Speculation(timings);
    made.allow([4]);
    expect(made.plan(REPEATING, ROOM).tokens).toHaveLength(4);
    timings.recordDrop(8);
    expect(made.plan(REPEATING, ROOM).tokens).toEqual([2]);
  });

  it('verifies more drafts the more often they are right', () => {
    const cheap = speculation({ 1: 10, 4: 11, 8: 13 });
    const step = cheap.plan(REPEATING, ROOM);
    expect(step.tokens).toEqual([2, 3, 4, 5]);
    for (let count = 0; count < 50; count++) cheap.learn(step, [3, 4, 5]);
    expect(cheap.plan(REPEATING, ROOM).tokens).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('learns from drafts that it does not verify, and verifies them again once they pay off', () => {
    const cheap = speculation({ 1: 10, 4: 11, 8: 13 });
    const step = cheap.plan(REPEATING, ROOM);
    for (let count = 0; count < 2_000; count++) cheap.learn(step, [0]);
    const unverified = cheap.plan(REPEATING, ROOM);
    expect(unverified.tokens).toEqual([2]);
    for (let count = 0; count < 200; count++) cheap.learn(unverified, [3]);
    expect(cheap.plan(REPEATING, ROOM).tokens).not.toEqual([2]);
  });

  it('pads a run without drafts where several tokens are quicker than one', () => {
    expect(speculation({ 1: 800, 4: 280, 8: 290 }).plan(NEW, ROOM)).toEqual({
      tokens: [3, 3, 3, 3],
      drafts: [],
    });
  });

  it.each([
    ['no width is allowed', { 1: 800, 4: 280 }, [], ROOM, 1],
    ['no run was timed', {}, [4, 8], ROOM, 1],
    ['the context has room for three', { 1: 800, 4: 280, 8: 290 }, [4, 8], 3, 1],
    ['the context has room for five', { 1: 800, 4: 280, 8: 290 }, [4, 8], 5, 4],
  ] as const)('limits the width when %s', (_when, runs, widths, room, width) => {
    expect(speculation(runs, widths).plan(REPEATING, room).tokens).toHaveLength(width);
  });

  it('drafts from earlier answers', () => {
    const cheap = speculation({ 1: 10, 4: 11 });
    expect(cheap.plan(NEW, ROOM).tokens).toEqual([3]);
    cheap.remember([2, 3, 40, 50, 60]);
    expect(cheap.plan(NEW, ROOM).tokens).toEqual([3, 40, 50, 60]);
  });
});

describe('asynchronous decode in Speculation', () => {
  const GREEDY = { temperature: 0, topP: 1, seed: 1, position: 3 };
  const quick = (asyncMs = 6) => {
    const made = new Speculation(timingsOf({ runs: { 1: 10, 4: 11 }, asyncRuns: { 1: asyncMs } }));
    made.allow([4], true);
    return made;
  };
  const asyncOnly = (timings: RunTimings) => {
    const made = new Speculation(timings);
    made.allow([], true);
    return made;
  };

  it('is chosen where it is quicker than waiting', () => {
    expect(quick().plan(NEW, ROOM, GREEDY)).toEqual({ tokens: [3], drafts: [], enqueue: GREEDY });
    expect(quick(10).plan(NEW, ROOM, GREEDY).enqueue).toBeUndefined();
  });

  it('is not chosen for the last token, or where it is not allowed', () => {
    expect(quick().plan(NEW, ROOM).enqueue).toBeUndefined();
    const waits = quick();
    waits.allow([4]);
    expect(waits.plan(NEW, ROOM, GREEDY).enqueue).toBeUndefined();
  });

  it('is not chosen where the GPU too often draws outside the nucleus', () => {
    expect(quick().plan(NEW, ROOM, { ...GREEDY, temperature: 1, topP: 0.7 }).enqueue).toBeDefined();
    expect(quick().plan(NEW, ROOM, { ...GREEDY, temperature: 1, topP: 0.5 }).enqueue).toBeUndefined();
    // Greedy sampling ignores the nucleus.
    expect(quick().plan(NEW, ROOM, { ...GREEDY, topP: 0.5 }).enqueue).toBeDefined();
  });

  it('of a batch is expected to gain what a single row gains, until it is timed', () => {
    const timings = timingsOf({ runs: { 1: 10, 2: 16 }, asyncRuns: { 1: 5 } });
    const made = asyncOnly(timings);
    expect(made.shouldEnqueue([GREEDY, GREEDY])).toBe(true);
    timings.recordAsyncRun(2, 17);
    expect(made.shouldEnqueue([GREEDY, GREEDY])).toBe(false);
    expect(made.shouldEnqueue([GREEDY, GREEDY, GREEDY])).toBe(false);
  });

  it('of a batch needs every answer to go on and to draw inside its nucleus', () => {
    const made = asyncOnly(timingsOf({ runs: { 1: 10, 2: 16 }, asyncRuns: { 1: 5 } }));
    expect(made.shouldEnqueue([GREEDY, undefined])).toBe(false);
    // 0.6 times 0.8 is 0.48.
    const warm = (topP: number) => ({ ...GREEDY, temperature: 1, topP });
    expect(made.shouldEnqueue([warm(0.8), warm(0.6)])).toBe(false);
    expect(made.shouldEnqueue([warm(0.8), warm(0.9)])).toBe(true);
  });

  it('is retried occasionally where waiting is quicker, and vice versa', () => {
    const timings = timingsOf({ runs: { 1: 10 }, asyncRuns: { 1: 50 } });
    const made = asyncOnly(timings);
    const enqueued = Array.from({ length: 64 }, () => made.plan(NEW, ROOM, GREEDY).enqueue !== undefined);
    expect(enqueued.filter(Boolean)).toHaveLength(6);
    expect(enqueued.indexOf(true)).toBe(28);
    expect(enqueued.slice(28, 31)).toEqual([true, true, true]);
    timings.recordAsyncRun(1, 5);
    const waited = Array.from({ length: 128 }, () => made.plan(NEW, ROOM, GREEDY).enqueue === undefined);
    expect(waited.filter(Boolean)).toHaveLength(2);
    expect(waited.lastIndexOf(true)).toBe(waited.indexOf(true) + 1);
  });

  it('is never tried where it is not allowed', () => {
    const made = new Speculation(timingsOf({ runs: { 1: 10 }, asyncRuns: { 1: 5 } }));
    made.allow([]);
    const steps = Array.from({ length: 64 }, () => made.plan(NEW, ROOM, GREEDY).enqueue);
    expect(steps).not.toContain(GREEDY);
  });

  it.each([
    [6, [GREEDY], 6],
    [12, [GREEDY], 10],
    [6, [undefined], 10],
    [6, [GREEDY, GREEDY], Infinity],
  ])('at %i ms makes a step of %j take %d ms', (asyncMs, draws, stepMs) => {
    expect(quick(asyncMs).stepMs(draws)).toBe(stepMs);
  });

  it('gives way to better drafts once the enqueued step is used', () => {
    const seen = quick();
    expect(seen.plan(REPEATING, ROOM, GREEDY).enqueue).toBeDefined();
    const step = seen.plan(REPEATING, ROOM, GREEDY);
    for (let count = 0; count < 50; count++) seen.learn(step, [3, 4, 5]);
    expect(seen.plan(REPEATING, ROOM, GREEDY, true)).toMatchObject({ tokens: [2], enqueue: undefined });
    expect(seen.plan(REPEATING, ROOM, GREEDY, false)).toMatchObject({
      tokens: [2, 3, 4, 5],
      enqueue: undefined,
    });
  });
});
