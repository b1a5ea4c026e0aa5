import { describe, expect, it } from 'vitest';
import { isPresent, MinerPool, type MinerSession } from '#coordinator/miners/minerPool.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { HEARTBEAT_LIFETIME_S } from '#protocol/messages/stream.ts';

const sessionOf = (name: string, peer = `peer of ${name}`): MinerSession => ({
  ...{ operator: accountOf(name).address, peer, gpu: 'none', models: new Map(), seenAt: 0 },
  ...{ assign: () => undefined, dismiss: () => undefined },
});

describe('MinerPool', () => {
  it('takes as many miners as it has places, and not one more', () => {
    const pool = new MinerPool(2);
    pool.join(sessionOf('ann'));
    pool.join(sessionOf('bob'));
    expect(() => pool.join(sessionOf('eve'))).toThrow(expect.objectContaining({ code: 'RELAY_FULL' }));
    expect(pool.size).toBe(2);
  });

  it('lets a miner of a full relay begin its session anew', () => {
    const pool = new MinerPool(1);
    pool.join(sessionOf('ann'));
    const again = sessionOf('ann');
    pool.join(again);
    expect(pool.all()).toEqual([again]);
  });

  it('refuses a second peer of one operator', () => {
    const pool = new MinerPool(2);
    pool.join(sessionOf('ann'));
    const other = sessionOf('ann', 'another peer');
    expect(() => pool.join(other)).toThrow(expect.objectContaining({ code: 'ALREADY_CONNECTED' }));
  });

  it('refuses a second operator of one peer', () => {
    const pool = new MinerPool(2);
    const first = sessionOf('ann', 'one peer');
    pool.join(first);
    const other = sessionOf('bob', 'one peer');
    expect(() => pool.join(other)).toThrow(expect.objectContaining({ code: 'ALREADY_CONNECTED' }));
    expect([pool.ofPeer('one peer'), pool.size]).toEqual([first, 1]);
  });

  it('keeps the new session when the one that it replaced ends', () => {
    const pool = new MinerPool(1);
    const [older, newer] = [sessionOf('ann'), sessionOf('ann')];
    pool.join(older);
    pool.join(newer);
    expect(pool.leave(older)).toBe(false);
    expect([pool.of(newer.operator), pool.ofPeer(newer.peer)]).toEqual([newer, newer]);
  });

  it('lets a session leave once', () => {
    const pool = new MinerPool(1);
    const session = sessionOf('ann');
    pool.join(session);
    expect([pool.leave(session), pool.leave(session), pool.size]).toEqual([true, false, 0]);
  });
});

it.each([
  ['a moment before its silence is too long', HEARTBEAT_LIFETIME_S * 1_000 - 1, true],
  ['when its silence is too long', HEARTBEAT_LIFETIME_S * 1_000, false],
])('a miner %s is present: %#', (_, now, present) => {
  expect(isPresent(sessionOf('ann'), now)).toBe(present);
});
