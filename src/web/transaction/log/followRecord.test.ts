import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followRecord, GIVEN_UP_S, placeInLog } from '#web/transaction/log/followRecord.ts';
import { FakeChain, type Fate, OTHER, SENT } from '#web/transaction/testing/fakeChain.ts';
import { exampleRecord, memoryLog } from '#web/transaction/testing/memoryLog.ts';

let chain: FakeChain;
let log: ReturnType<typeof memoryLog>;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  chain = new FakeChain();
  log = memoryLog();
});
afterEach(() => void vi.useRealTimers());

/** Follows the record that an earlier page has left. @returns how long it took to end, or what it threw */
async function follow(record = exampleRecord()): Promise<unknown> {
  log.add(record);
  const following = followRecord({ log, client: chain.client, batches: undefined }, record).catch(
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(130_000);
  return following;
}

describe('a transaction of an earlier page', () => {
  it('is found in the chain', async () => {
    await follow();
    expect(log.records()).toMatchObject([{ state: 'confirmed', hash: SENT, call: null }]);
  });

  it.each<[Fate, string]>([
    ['reverted', 'reverted'],
    ['replaced', 'replaced'],
    ['cancelled', 'cancelled'],
  ])('is told as %s, also where no node knows it any more', async (fate, state) => {
    chain.fate = fate;
    chain.looksThatFind = 0;
    chain.knowsPlaces = true;
    await follow();
    expect(log.records()).toMatchObject([{ state }]);
  });

  it('is known by its new hash where the wallet has sent it again with more gas', async () => {
    chain.fate = 'repriced';
    chain.looksThatFind = 0;
    chain.knowsPlaces = true;
    await follow();
    expect(log.records()).toMatchObject([{ state: 'confirmed', hash: OTHER }]);
  });

  it('still waits where the chain is silent, for another try', async () => {
    chain.isDown = true;
    expect(await follow()).toBeInstanceOf(Error);
    expect(log.records()).toMatchObject([{ state: 'pending' }]);
    expect(log.unfollowed()).toHaveLength(1);
    chain.isDown = false;
    await follow(log.records()[0]);
    expect(log.records()).toMatchObject([{ state: 'confirmed' }]);
  });

  it('is followed for a day, and no longer', async () => {
    const nowSeconds = Date.now() / 1_000;
    chain.isDown = true;
    await follow(exampleRecord({ sentAt: nowSeconds - GIVEN_UP_S }));
    expect(log.records()).toMatchObject([{ state: 'pending' }]);
    await follow(exampleRecord({ sentAt: nowSeconds - GIVEN_UP_S - 1 }));
    expect(log.records()).toMatchObject([{ state: 'unclear' }]);
  });

  it('that its wallet has in a batch waits for that wallet', async () => {
    const batch = { contracts: [], afterBlock: '1' };
    await follow(exampleRecord({ id: '0x12', hash: null, call: null, batch }));
    expect(log.records()).toMatchObject([{ state: 'pending' }]);
    expect(chain.asked).toEqual([]);
  });
});

it('a transaction’s place is kept with it until it has ended', async () => {
  const waiting = exampleRecord({ call: { ...exampleRecord().call!, nonce: null } });
  log.add(waiting);
  await placeInLog(log, chain.client, SENT);
  expect(log.records()).toMatchObject([{ call: { nonce: 1 } }]);
  log.end(SENT, 'confirmed');
  log.place(SENT, 2);
  expect(log.records()).toMatchObject([{ call: null }]);
});
