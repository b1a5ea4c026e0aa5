import { describe, expect, it } from 'vitest';
import { RunTimes } from '#inference/decoder/runTimes.ts';
import { Speculation } from '#inference/text/speculation.ts';

const SEEN_BEFORE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2];
const NEW = [1, 2, 3];
const ROOM = 100;

function speculation(milliseconds: Record<number, number>, widths: readonly number[] = [4, 8]): Speculation {
  const times = new RunTimes();
  for (const [tokens, time] of Object.entries(milliseconds)) times.record(Number(tokens), time);
  const made = new Speculation(times);
  made.allow(widths);
  return made;
}

describe('Speculation', () => {
  it('guesses nothing where several tokens take as many times as long', () => {
    const costly = speculation({ 1: 10, 4: 40, 8: 80 });
    expect(costly.plan(SEEN_BEFORE, ROOM)).toMatchObject({ tokens: [2] });
  });

  it('counts what it costs to take wrong guesses back', () => {
    const times = new RunTimes();
    for (const [tokens, milliseconds] of [
      [1, 10],
      [4, 11],
    ] as const)
      times.record(tokens, milliseconds);
    const made = new Speculation(times);
    made.allow([4]);
    expect(made.plan(SEEN_BEFORE, ROOM).tokens).toHaveLength(4);
    times.record('takingBack', 8);
    expect(made.plan(SEEN_BEFORE, ROOM).tokens).toEqual([2]);
  });

  it('checks guesses where they cost little, and more of them the better they prove', () => {
    const cheap = speculation({ 1: 10, 4: 11, 8: 13 });
    const run = cheap.plan(SEEN_BEFORE, ROOM);
    expect(run.tokens).toEqual([2, 3, 4, 5]);
    for (let count = 0; count < 50; count++) cheap.judge(run, [3, 4, 5]);
    expect(cheap.plan(SEEN_BEFORE, ROOM).tokens).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    for (let count = 0; count < 2_000; count++) cheap.judge(run, [0]);
    // Guesses that are not run are judged all the same, so that it sees when they are worth it again.
    const unchecked = cheap.plan(SEEN_BEFORE, ROOM);
    expect(unchecked.tokens).toEqual([2]);
    for (let count = 0; count < 200; count++) cheap.judge(unchecked, [3]);
    expect(cheap.plan(SEEN_BEFORE, ROOM).tokens).not.toEqual([2]);
  });

  it('runs several tokens where that is quicker than one, guesses or not', () => {
    expect(speculation({ 1: 800, 4: 280, 8: 290 }).plan(NEW, ROOM)).toEqual({
      tokens: [3, 3, 3, 3],
      drafts: [],
    });
  });

  it('does neither as long as it may not, knows no times, or has no room', () => {
    expect(speculation({ 1: 800, 4: 280 }, []).plan(SEEN_BEFORE, ROOM).tokens).toEqual([2]);
    expect(speculation({}).plan(SEEN_BEFORE, ROOM).tokens).toEqual([2]);
    expect(speculation({ 1: 800, 4: 280, 8: 290 }).plan(SEEN_BEFORE, 3).tokens).toEqual([2]);
    expect(speculation({ 1: 800, 4: 280, 8: 290 }).plan(SEEN_BEFORE, 5).tokens).toHaveLength(4);
  });

  it('guesses from earlier answers', () => {
    const cheap = speculation({ 1: 10, 4: 11 });
    expect(cheap.plan(NEW, ROOM).tokens).toEqual([3]);
    cheap.remember([2, 3, 40, 50, 60]);
    expect(cheap.plan(NEW, ROOM).tokens).toEqual([3, 40, 50, 60]);
  });

  describe('runs ahead', () => {
    const GREEDY = { temperature: 0, topP: 1, seed: 1, position: 3 };
    const quick = (ahead = 6) => {
      const times = new RunTimes();
      for (const [what, time] of [
        [1, 10],
        [4, 11],
        ['ahead 1', ahead],
      ] as const)
        times.record(what, time);
      const made = new Speculation(times);
      made.allow([4], true);
      return made;
    };

    it('where that is quicker than to wait, and may be done', () => {
      expect(quick().plan(NEW, ROOM, GREEDY)).toEqual({ tokens: [3], drafts: [], ahead: GREEDY });
      expect(quick(10).plan(NEW, ROOM, GREEDY).ahead).toBeUndefined();
      expect(quick().plan(NEW, ROOM).ahead).toBeUndefined();
      const waits = quick();
      waits.allow([4]);
      expect(waits.plan(NEW, ROOM, GREEDY).ahead).toBeUndefined();
    });

    it('not where the GPU too often draws what is outside the nucleus', () => {
      expect(quick().plan(NEW, ROOM, { ...GREEDY, temperature: 1, topP: 0.7 }).ahead).toBeDefined();
      expect(quick().plan(NEW, ROOM, { ...GREEDY, temperature: 1, topP: 0.5 }).ahead).toBeUndefined();
      // Greedily the nucleus is of no account.
      expect(quick().plan(NEW, ROOM, { ...GREEDY, topP: 0.5 }).ahead).toBeDefined();
    });

    it('with several answers as one was seen to, until theirs are seen', () => {
      const times = new RunTimes();
      for (const [what, time] of [
        [1, 10],
        [2, 16],
        ['ahead 1', 5],
      ] as const)
        times.record(what, time);
      const made = new Speculation(times);
      made.allow([], true);
      expect(made.goesAhead([GREEDY, GREEDY])).toBe(true);
      // One whose token is its last is fed no more.
      expect(made.goesAhead([GREEDY, undefined])).toBe(false);
      // Both must be drawn within their nucleus: 0.6 times 0.8 is 0.48.
      const warm = (topP: number) => ({ ...GREEDY, temperature: 1, topP });
      expect(made.goesAhead([warm(0.8), warm(0.6)])).toBe(false);
      expect(made.goesAhead([warm(0.8), warm(0.9)])).toBe(true);
      times.record('ahead 2', 17);
      expect(made.goesAhead([GREEDY, GREEDY])).toBe(false);
      expect(made.goesAhead([GREEDY, GREEDY, GREEDY])).toBe(false);
    });

    it('now and then the other way, so that it is seen when that is quick again', () => {
      const times = new RunTimes();
      for (const [what, time] of [
        [1, 10],
        ['ahead 1', 50],
      ] as const)
        times.record(what, time);
      const made = new Speculation(times);
      made.allow([], true);
      const went = Array.from({ length: 64 }, () => made.plan(NEW, ROOM, GREEDY).ahead !== undefined);
      expect(went.filter(Boolean)).toHaveLength(6);
      expect(went.indexOf(true)).toBe(28);
      expect(went.slice(28, 31)).toEqual([true, true, true]);
      times.record('ahead 1', 5);
      const waited = Array.from({ length: 128 }, () => made.plan(NEW, ROOM, GREEDY).ahead === undefined);
      expect(waited.filter(Boolean)).toHaveLength(2);
      expect(waited.lastIndexOf(true)).toBe(waited.indexOf(true) + 1);
      // Where it may not, never.
      made.allow([]);
      expect(Array.from({ length: 64 }, () => made.plan(NEW, ROOM, GREEDY).ahead)).not.toContain(GREEDY);
    });

    it('tells how long a run takes the quicker way', () => {
      expect(quick(6).runTime([GREEDY])).toBe(6);
      expect(quick(12).runTime([GREEDY])).toBe(10);
      expect(quick(6).runTime([undefined])).toBe(10);
      expect(quick(6).runTime([GREEDY, GREEDY])).toBe(Infinity);
    });

    it('until guesses are better, and then first uses what it has begun', () => {
      const seen = quick();
      expect(seen.plan(SEEN_BEFORE, ROOM, GREEDY).ahead).toBeDefined();
      const run = seen.plan(SEEN_BEFORE, ROOM, GREEDY);
      for (let count = 0; count < 50; count++) seen.judge(run, [3, 4, 5]);
      expect(seen.plan(SEEN_BEFORE, ROOM, GREEDY, true)).toMatchObject({ tokens: [2], ahead: undefined });
      expect(seen.plan(SEEN_BEFORE, ROOM, GREEDY, false)).toMatchObject({
        tokens: [2, 3, 4, 5],
        ahead: undefined,
      });
    });
  });
});
