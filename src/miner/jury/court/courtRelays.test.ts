import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askCourt, type CourtRelays, inTurn } from '#miner/jury/court/courtRelays.ts';
import { boss, rival, stranger } from '#miner/testing/world.ts';
import type { FrameStream, ReceiveOptions } from '#network/frameStream.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

const HASH = `0x${'a'.repeat(64)}` as const;
const QUESTION = { type: 'evidence', hash: HASH } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A coordinator of whose answer a byte comes every so many ms, for ever. */
function dripping(everyMs: number) {
  const given: ReceiveOptions[] = [];
  let aborted: Error | undefined;
  const stream: Partial<FrameStream> = {
    send: async () => undefined,
    receive: (_, options = {}) => {
      given.push(options);
      const drip = setInterval(() => options.onBytes?.(1, 1_000), everyMs);
      const never = new Promise<never>(() => undefined);
      return untilAborted(never, options.signal!).finally(() => clearInterval(drip));
    },
    close: async () => undefined,
    abort: (reason) => void (aborted = reason),
  };
  const relays: CourtRelays = {
    stakes: () => new Map(),
    openCourt: async () => stream as FrameStream,
  };
  return { relays, given, aborted: () => aborted };
}

/** @returns after how many ms the question failed, to a second */
async function patienceWith(everyMs: number, patienceMs: number): Promise<number> {
  const { relays } = dripping(everyMs);
  const from = Date.now();
  let failedAt = Number.NaN;
  const signal = new AbortController().signal;
  askCourt(relays, boss.address, QUESTION, { signal, patienceMs }).catch(() => (failedAt = Date.now()));
  while (Number.isNaN(failedAt)) await vi.advanceTimersByTimeAsync(1_000);
  return failedAt - from;
}

describe('askCourt', () => {
  it('gives up on a silent coordinator after twenty seconds', async () => {
    expect(await patienceWith(1e9, 300_000)).toBe(20_000);
  });

  it('gives up on one that answers a byte at a time when its patience ends', async () => {
    expect(await patienceWith(10_000, 300_000)).toBe(300_000);
  });

  it('gives up at once when it is aborted, and ends the stream', async () => {
    const { relays, aborted } = dripping(1_000);
    const over = new AbortController();
    const asking = askCourt(relays, boss.address, QUESTION, { signal: over.signal, patienceMs: 300_000 });
    const failed = expect(asking).rejects.toMatchObject({ code: 'STOPPING' });
    await vi.advanceTimersByTimeAsync(1);
    over.abort(new RefusalError('STOPPING'));
    await failed;
    expect(aborted()).toBeDefined();
  });

  it.each([
    ['a bundle', QUESTION, 34_000_000],
    ['an answer to a vote', { ...{ type: 'reveal', jury: { caseId: 1n, round: 0 } }, vote: {} }, 1_024],
  ])('takes %s of a bounded size', async (_, question, most) => {
    const { relays, given } = dripping(1_000);
    const over = new AbortController();
    const options = { signal: over.signal, patienceMs: 1_000 };
    const asking = askCourt(relays, boss.address, question as typeof QUESTION, options);
    const failed = expect(asking).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    expect(given[0]!.maxBytes).toBeGreaterThan(most * 0.9);
    expect(given[0]!.maxBytes).toBeLessThan(most * 1.1);
  });
});

describe('inTurn', () => {
  it.each([
    [0, undefined, [boss.address, rival.address]],
    [1, undefined, [rival.address, boss.address]],
    [2, undefined, [boss.address, rival.address]],
    [0, rival.address, [rival.address, boss.address]],
    [0, stranger.address, [boss.address, rival.address]],
  ])('begins with turn %s and prefers %s', (turn, preferred, order) => {
    expect(inTurn([boss.address, rival.address], turn, preferred)).toEqual(order);
  });

  it('gives none of none', () => expect(inTurn([], 3, boss.address)).toEqual([]));
});
