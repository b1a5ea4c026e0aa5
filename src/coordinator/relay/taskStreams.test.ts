import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { HeldStreams } from '#coordinator/audit/heldStreams.ts';
import { MinerPool, type MinerSession } from '#coordinator/miners/minerPool.ts';
import { TaskStreams } from '#coordinator/relay/taskStreams.ts';
import type { Attempts } from '#coordinator/scheduler/attempts.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { RefusalError } from '#protocol/refusal.ts';

const operator = accountOf('ann').address;
const DIGEST = `0x${'1'.repeat(64)}` as const;

/** Task streams of a miner who says one frame, over attempts that find it too much, or do not. */
function streamsOf({ refuses, admits = true }: { refuses: boolean; admits?: boolean }) {
  const told: unknown[] = [];
  const answer = async () => {
    if (refuses) throw new RefusalError('MALFORMED', 'too many');
    return { type: 'over', code: 'UNKNOWN_ASSIGNMENT' };
  };
  const attempts = {
    ...{ mayOpen: () => admits, take: answer, refuse: answer, streamLost: () => undefined },
    misbehaved: async (...args: unknown[]) => told.push(args),
  } as unknown as Attempts;
  const pool = new MinerPool(1);
  pool.join({ operator, peer: 'peer' } as MinerSession);
  const streams = new TaskStreams({
    pool,
    held: new HeldStreams(),
    attempts,
    log: pino({ level: 'silent' }),
    uptimeMs: () => 0,
  });
  const handle = async (frame: object, peer = 'peer') => {
    const stream = { peer, receive: async () => frame, send: async () => undefined };
    await streams.handle(stream as unknown as FrameStream);
  };
  return { handle, told };
}

describe('a task stream', () => {
  it.each([
    ['takes', { type: 'take', assignment: DIGEST }],
    ['refuses', { type: 'refuse', assignment: DIGEST, code: 'BUSY' }],
  ])('of a miner that %s too much breaks, and its miner has misbehaved', async (_, frame) => {
    const { handle, told } = streamsOf({ refuses: true });
    await expect(handle(frame)).rejects.toMatchObject({ code: 'MALFORMED' });
    expect(told).toEqual([[operator, DIGEST]]);
  });

  it.each([
    ['takes', { type: 'take', assignment: DIGEST }],
    ['refuses', { type: 'refuse', assignment: DIGEST, code: 'BUSY' }],
  ])('of a miner that %s in measure ends well', async (_, frame) => {
    const { handle, told } = streamsOf({ refuses: false });
    await handle(frame);
    expect(told).toEqual([]);
  });

  it('of a peer that was not admitted breaks off, and nobody has misbehaved', async () => {
    const { handle, told } = streamsOf({ refuses: false });
    const handled = handle({ type: 'take', assignment: DIGEST }, 'stranger');
    await expect(handled).rejects.toMatchObject({ code: 'NOT_REGISTERED' });
    expect(told).toEqual([]);
  });

  it('beyond what its miner may open is not read', async () => {
    const { handle } = streamsOf({ refuses: false, admits: false });
    await expect(handle({ type: 'take', assignment: DIGEST })).rejects.toMatchObject({ code: 'MALFORMED' });
  });
});

describe('a frame that arrives in parts', () => {
  /** Parts that count as an upload, of a frame of this length. */
  async function uploaded(frameBytes: number, uptime = 0) {
    const received: unknown[] = [];
    const allowed: (number | undefined)[] = [];
    const attempts = {
      ...{ mayOpen: () => true, take: async () => ({ type: 'request' }), streamLost: () => undefined },
      receiving: (...args: unknown[]) => received.push(args),
      resultBytes: () => 1_000_000,
    } as unknown as Attempts;
    const pool = new MinerPool(1);
    const session = { operator, peer: 'peer', seenAt: 0 } as MinerSession;
    pool.join(session);
    const frames: unknown[] = [{ type: 'take', assignment: DIGEST }, undefined];
    const receive = async (
      _: unknown,
      options: { onBytes?: (bytes: number, frameBytes: number) => void; maxBytes?: number },
    ) => {
      allowed.push(options.maxBytes);
      options.onBytes?.(1_000, frameBytes);
      return frames.shift();
    };
    const stream = { peer: 'peer', receive, send: async () => undefined } as unknown as FrameStream;
    const log = pino({ level: 'silent' });
    await new TaskStreams({ pool, attempts, held: new HeldStreams(), log, uptimeMs: () => uptime }).handle(
      stream,
    );
    return { received, allowed, session };
  }

  it('is an upload when it can only be a result', async () => {
    expect((await uploaded(200_000)).received).toEqual([[operator, DIGEST, 1_000]]);
  });

  it('is none when it may be progress', async () => {
    expect((await uploaded(60_000)).received).toEqual([]);
  });

  it('is a sign of life', async () => {
    expect((await uploaded(60_000, 5_000)).session.seenAt).toBe(5_000);
  });

  it('is small when it is the first, and as large as a result may be afterwards', async () => {
    const [first, later] = (await uploaded(60_000)).allowed;
    expect(first).toBe(2_048);
    expect(later).toBeGreaterThan(1_000_000);
  });
});
