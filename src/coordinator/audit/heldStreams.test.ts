import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HeldStream, HeldStreams } from '#coordinator/audit/heldStreams.ts';
import type { CoordinatorFrame } from '#protocol/messages/stream.ts';

const DIGEST = `0x${'d'.repeat(64)}` as const;
const TRACE = { leaves: [DIGEST], parts: [] };

let held: HeldStreams;
let said: CoordinatorFrame[];
let stop: AbortController;
beforeEach(() => {
  vi.useFakeTimers();
  [held, said, stop] = [new HeldStreams(), [], new AbortController()];
});
afterEach(() => vi.useRealTimers());

const streamOf = (change: Partial<HeldStream> = {}): HeldStream => ({
  send: async (frame) => void said.push(frame),
  close: async () => undefined,
  abort: () => undefined,
  ...change,
});
const ask = () => held.trace(DIGEST, [0], { termMs: 1_000, signal: stop.signal });

describe('a question for a trace', () => {
  it('is asked, and answered by what the miner hands over', async () => {
    const stream = streamOf();
    held.join(DIGEST, stream);
    const asked = ask();
    expect(said).toEqual([{ type: 'wanted', parts: [0] }]);
    held.receive(stream, TRACE);
    expect(await asked).toBe(TRACE);
  });

  it('is asked again on the stream of a miner that is back', async () => {
    const asked = ask();
    const stream = streamOf();
    held.join(DIGEST, stream);
    held.receive(stream, TRACE);
    expect(await asked).toBe(TRACE);
  });

  it('is asked on the new stream of a miner whose old one ends only then', async () => {
    const leave = held.join(DIGEST, streamOf({ send: () => Promise.reject(new Error('broken')) }));
    const stream = streamOf();
    held.join(DIGEST, stream);
    leave();
    const asked = ask();
    expect(said).toEqual([{ type: 'wanted', parts: [0] }]);
    held.receive(stream, TRACE);
    expect(await asked).toBe(TRACE);
  });

  it('ends with its term, and no sooner', async () => {
    const ended = vi.fn();
    const asked = ask().then(ended);
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await asked;
    expect(ended).toHaveBeenCalledWith(undefined);
  });

  it('ends when the coordinator stops', async () => {
    const asked = ask();
    stop.abort();
    expect(await asked).toBeUndefined();
  });

  it('takes one trace for each time that it was asked, and one more is a fault', async () => {
    const stream = streamOf();
    held.join(DIGEST, stream);
    const first = ask();
    held.receive(stream, TRACE);
    expect(await first).toBe(TRACE);
    expect(() => held.receive(stream, TRACE)).toThrow('could not be read');
    const second = ask();
    held.receive(stream, TRACE);
    expect(await second).toBe(TRACE);
    expect(() => held.receive(stream, TRACE)).toThrow('could not be read');
  });

  it('is not asked on a stream whose wait has ended', () => {
    held.join(DIGEST, streamOf());
    held.end(DIGEST, { type: 'over', code: 'WRONG_RESULT' });
    void ask();
    expect(said).toEqual([{ type: 'over', code: 'WRONG_RESULT' }]);
  });

  it('is answered by its own trace alone, and not by the late one of a question before it', async () => {
    const stream = streamOf();
    held.join(DIGEST, stream);
    const first = ask();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await first).toBeUndefined();
    const second = ask();
    held.receive(stream, { ...TRACE, parts: [[0, new Uint8Array(1)]] });
    held.receive(stream, TRACE);
    expect(await second).toBe(TRACE);
  });

  it('makes a late answer harmless, and one that nobody asked for a fault', async () => {
    const stream = streamOf();
    held.join(DIGEST, stream);
    expect(() => held.receive(stream, TRACE)).toThrow('could not be read');
    const asked = ask();
    await vi.advanceTimersByTimeAsync(1_000);
    await asked;
    held.receive(stream, TRACE);
  });
});

it('a miner that does not read loses its stream', async () => {
  const abort = vi.fn();
  held.join(DIGEST, streamOf({ send: () => new Promise(() => undefined), abort }));
  held.end(DIGEST, { type: 'over', code: 'WRONG_RESULT' });
  await vi.advanceTimersByTimeAsync(9_999);
  expect(abort).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(abort).toHaveBeenCalledOnce();
});
