import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { Sessions, type SessionsDeps } from '#coordinator/relay/sessions.ts';
import { MinerPool, type MinerSession } from '#coordinator/scheduler/minerPool.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const SILENCE_MS = 90_000;

/** Sessions of miners that were last heard at time 0, and what happens to them. */
function setUp(...names: string[]) {
  const pool = new MinerPool(10);
  const events: string[] = [];
  const sessions = names.map((name): MinerSession => {
    const session = {
      ...{ operator: accountOf(name).address, peer: name, gpu: '', models: new Map(), seenAt: 0 },
      ...{ assign: vi.fn(), dismiss: vi.fn() },
    };
    pool.join(session);
    return session;
  });
  const clock = { now: 0 };
  const deps = {
    ...{ pool, log: pino({ level: 'silent' }), nowMs: () => clock.now },
    scheduler: { attempts: { minerLeft: async () => void events.push('its tasks go back') } },
    disconnect: async (peer: string) => void events.push(`${peer} is disconnected`),
    onLeft: (peer: string) => void events.push(`${peer} left`),
  } as unknown as SessionsDeps;
  return { pool, events, sessions, clock, endSilent: () => new Sessions(deps).endSilent() };
}

describe('Sessions.endSilent', () => {
  it('keeps a miner that was heard a moment less than 90 s ago', async () => {
    const { clock, endSilent, events, pool } = setUp('ann');
    clock.now = SILENCE_MS - 1;
    await endSilent();
    expect([events, pool.size]).toEqual([[], 1]);
  });

  it('disconnects a miner that was silent for 90 s and gives its tasks to others', async () => {
    const { clock, endSilent, events, pool, sessions } = setUp('ann', 'bob');
    clock.now = SILENCE_MS;
    sessions[1]!.seenAt = 1;
    await endSilent();
    expect(events).toEqual(['ann is disconnected', 'ann left', 'its tasks go back']);
    expect(pool.all()).toEqual([sessions[1]]);
  });
});
