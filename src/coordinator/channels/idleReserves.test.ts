import { pino } from 'pino';
import { type Address, parseEther } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Channel, EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { AbsenceStore } from '#coordinator/channels/absenceStore.ts';
import {
  IDLE_MS,
  IdleReserves,
  LEAST_WEI,
  MOST_A_PASS,
  RETURN_MS,
} from '#coordinator/channels/idleReserves.ts';
import { absences } from '#coordinator/store/schema.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { accountOf } from '#coordinator/testing/world.ts';

const [ann, bob] = [accountOf('ann').address, accountOf('bob').address];
const CAI = parseEther('1');
const READY_S = 1_700_000_000n;

const memory = useMemoryDatabase();
let promised: Map<Address, bigint>;
let channels: Map<Address, Channel>;
let online: Set<Address>;
let sent: unknown[];
let isPending: boolean;
let [now, uptime] = [0, 0];
let reserves: IdleReserves;

beforeEach(async () => {
  promised = new Map([[ann, 5n * CAI]]);
  channels = new Map([[ann, { ...EMPTY_CHANNEL, balance: 100n * CAI }]]);
  online = new Set();
  sent = [];
  isPending = false;
  [now, uptime] = [0, 0];
  await memory.db.delete(absences);
  reserves = reservesOf();
});

/** The coordinator's, as after a start. */
const reservesOf = () =>
  new IdleReserves({
    promises: { all: () => promised, refresh: async () => undefined },
    book: { of: (miner) => channels.get(miner), sync: async () => undefined },
    absences: new AbsenceStore(memory.db),
    isOnline: (miner) => online.has(miner),
    treasury: {
      hasPending: async () => isPending,
      requestWithdrawal: async (...request) => void sent.push(request),
      withdraw: async (miner) => void sent.push(miner),
    },
    log: pino({ level: 'silent' }),
    nowMs: () => now,
    uptimeMs: () => uptime,
  });

const pass = (ms: number): void => {
  now += ms;
  uptime += ms;
};

/** What is sent in a pass once all that are away are idle. */
async function takenBack(): Promise<unknown[]> {
  await reserves.takeBack();
  pass(IDLE_MS);
  sent = [];
  await reserves.takeBack();
  return sent;
}

describe('IdleReserves', () => {
  it('requests what a miner that stays away is not owed, and no sooner', async () => {
    await reserves.takeBack();
    pass(IDLE_MS - 1);
    await reserves.takeBack();
    expect(sent).toEqual([]);
    pass(1);
    await reserves.takeBack();
    expect(sent).toEqual([[ann, 95n * CAI]]);
  });

  it('counts from when a miner left, not from when it was first seen', async () => {
    await reserves.takeBack();
    online.add(ann);
    pass(IDLE_MS);
    await reserves.takeBack();
    online.delete(ann);
    await reserves.takeBack();
    pass(IDLE_MS - 1);
    await reserves.takeBack();
    expect(sent).toEqual([]);
  });

  it.each([
    ['as much as is worth the gas', LEAST_WEI, 1],
    ['less than that', LEAST_WEI - 1n, 0],
  ])('looks at %s', async (_, spare, requests) => {
    channels.set(ann, { ...EMPTY_CHANNEL, balance: 5n * CAI + spare });
    expect(await takenBack()).toHaveLength(requests);
  });

  it.each([
    ['a moment before it is ready', -1, 95n, []],
    ['once it is ready', 0, 95n, [ann]],
    ['not when its miner has earned some of it', 0, 95n + 1n, []],
  ])('takes what was requested %s', async (_, late, withdrawing, taken) => {
    // It is ready when the miner has been away for long enough.
    now = Number(READY_S) * 1_000 - IDLE_MS + late;
    channels.set(ann, {
      ...EMPTY_CHANNEL,
      balance: 100n * CAI,
      withdrawing: withdrawing * CAI,
      readyAt: READY_S,
    });
    expect(await takenBack()).toEqual(taken);
  });

  it('waits for a transaction that is not mined yet', async () => {
    await reserves.takeBack();
    pass(IDLE_MS);
    isPending = true;
    await reserves.takeBack();
    expect(sent).toEqual([]);
  });

  it('leaves miners that work alone', async () => {
    promised.set(bob, 0n);
    channels.set(bob, { ...EMPTY_CHANNEL, balance: 100n * CAI });
    online.add(bob);
    expect(await takenBack()).toEqual([[ann, 95n * CAI]]);
  });

  it('sends no more than some transactions in a pass', async () => {
    for (let miner = 0; miner < MOST_A_PASS; miner++) {
      const { address } = accountOf(`miner ${miner}`);
      promised.set(address, 0n);
      channels.set(address, { ...EMPTY_CHANNEL, balance: CAI });
    }
    expect(await takenBack()).toHaveLength(MOST_A_PASS);
  });

  it('counts an absence on after a restart, once its miner has had time to come back', async () => {
    await reserves.takeBack();
    pass(IDLE_MS - 1);
    reserves = reservesOf();
    await reserves.takeBack();
    pass(RETURN_MS - 1);
    await reserves.takeBack();
    expect(sent).toEqual([]);
    pass(1);
    await reserves.takeBack();
    expect(sent).toEqual([[ann, 95n * CAI]]);
  });

  it('counts from anew when a miner was here between two passes', async () => {
    await reserves.takeBack();
    pass(IDLE_MS - 1);
    await reserves.noteJoined(ann);
    pass(1);
    await reserves.takeBack();
    expect(sent).toEqual([]);
  });

  it('counts from anew when the clock was set back', async () => {
    now = 10 * IDLE_MS;
    await reserves.takeBack();
    now = 0;
    expect(await takenBack()).toEqual([[ann, 95n * CAI]]);
  });
});
