import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { Sessions, type SessionsDeps } from '#coordinator/relay/sessions.ts';
import { MinerPool, type MinerSession } from '#coordinator/scheduler/minerPool.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import type { Presence } from '#protocol/messages/gossip.ts';

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
  const standing = vi.fn(async (_operator: string, _isAdmitted?: boolean) => 'ACTIVE');
  const deps = {
    ...{ pool, log: pino({ level: 'silent' }), nowMs: () => clock.now, admission: { standing } },
    catalogue: { find: () => undefined },
    scheduler: { attempts: { minerLeft: async () => void events.push('its tasks go back') } },
    disconnect: async (peer: string) => void events.push(`${peer} is disconnected`),
    onLeft: (peer: string) => void events.push(`${peer} left`),
  } as unknown as SessionsDeps;
  const make = () => new Sessions(deps);
  return { pool, events, sessions, clock, standing, make, endSilent: () => make().endSilent() };
}

describe('Sessions.presence', () => {
  it('counts heartbeats of the session’s operator alone', () => {
    const { sessions, clock, make } = setUp('ann');
    clock.now = 5;
    const beat = (name: string) => ({ binding: { operator: accountOf(name).address }, models: [] });
    make().presence(beat('bob') as unknown as Presence, 'ann');
    make().presence(beat('ann') as unknown as Presence, 'stranger');
    expect(sessions[0]!.seenAt).toBe(0);
    make().presence(beat('ann') as unknown as Presence, 'ann');
    expect(sessions[0]!.seenAt).toBe(5);
  });
});

describe('Sessions.reviewStandings', () => {
  it('asks about miners that work for us without the strangers’ bound', async () => {
    const { make, standing, events, pool } = setUp('ann', 'bob');
    standing.mockResolvedValueOnce('JAILED');
    await make().reviewStandings();
    expect(standing.mock.calls.map(([, isAdmitted]) => isAdmitted)).toEqual([true, true]);
    expect(events).toEqual(['ann left', 'its tasks go back']);
    expect(pool.all().map(({ peer }) => peer)).toEqual(['bob']);
  });
});

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
