import { pino } from 'pino';
import type { Address } from 'viem';
import { expect, it, vi } from 'vitest';
import { MinerPool, type MinerSession } from '#coordinator/miners/minerPool.ts';
import type { CallCounts } from '#coordinator/records/countCalls.ts';
import { NodeRecords } from '#coordinator/records/nodeRecords.ts';
import { accountOf, nodeOf, TestRoster } from '#coordinator/testing/world.ts';
import type { AuditState } from '#protocol/task/auditState.ts';

const keyOf = (name: string): Address => accountOf(name).address;
const NOW_MS = 1_700_000_000_000;
type Counts = Map<Address, Map<AuditState, number>>;

/** Records over these accounts; ann and bob are on the roster as nodes 1 and 2, the chain knows the rest. */
function setUp({ accounts = ['ann', 'bob'], chain = {} as Record<string, bigint>, isAudited = true } = {}) {
  const clock = { uptime: 100_000 };
  const pool = new MinerPool(10);
  const counts: Counts = new Map();
  const countByMiner = vi.fn(async () => counts);
  const readNodeId = vi.fn(async (key: Address) => {
    const name = Object.keys(chain).find((each) => keyOf(each) === key);
    if (name === undefined) throw new Error('The chain is away.');
    return chain[name]!;
  });
  const absences = new Map<Address, number>();
  const readAbsences = vi.fn(async () => absences);
  const calls = new Map<Address, CallCounts>();
  const countCalls = vi.fn(async () => calls);
  const records = new NodeRecords({
    accounts: { miners: async () => accounts.map(keyOf) },
    audits: isAudited ? { countByMiner } : undefined,
    ...{ absences: { since: readAbsences }, countCalls },
    ...{ pool, readNodeId, log: pino({ level: 'silent' }), nowMs: () => NOW_MS },
    roster: new TestRoster([nodeOf('ann', 1, { id: 1n }), nodeOf('bob', 1, { id: 2n })]),
    uptimeMs: () => clock.uptime,
  });
  const join = (name: string, seenAt: number): MinerSession => {
    const session: MinerSession = {
      ...{ operator: keyOf(name), peer: name, gpu: 'none', models: new Map(), seenAt },
      ...{ assign: () => undefined, dismiss: () => undefined },
    };
    pool.join(session);
    return session;
  };
  return {
    records,
    clock,
    pool,
    join,
    counts,
    countByMiner,
    readNodeId,
    absences,
    readAbsences,
    calls,
    countCalls,
  };
}

it('adds up the results of all keys that a node had', async () => {
  const { records, counts } = setUp({ accounts: ['ann', 'bob', 'old'], chain: { old: 1n } });
  counts.set(keyOf('ann'), new Map([['passed', 3]]));
  counts.set(
    keyOf('old'),
    new Map([
      ['passed', 4],
      ['disputed', 1],
    ]),
  );
  const { records: page } = await records.page(0n, 10);
  expect(page.map(({ nodeId }) => nodeId)).toEqual([1n, 2n]);
  expect(page[0]?.results).toMatchObject({ passed: 7, disputed: 1, withheld: 0 });
  expect(page[1]?.results).toMatchObject({ passed: 0 });
});

it('adds up the calls of all keys that a node had, also where nothing is audited', async () => {
  const { records, calls } = setUp({ accounts: ['ann', 'old', 'bob'], chain: { old: 1n }, isAudited: false });
  calls.set(keyOf('ann'), { sent: 5, answered: 4 }).set(keyOf('old'), { sent: 7, answered: 1 });
  const page = await records.page(0n, 10);
  expect(page.records.map(({ calls, results }) => [calls, results])).toEqual([
    [{ sent: 12, answered: 5 }, undefined],
    [{ sent: 0, answered: 0 }, undefined],
  ]);
});

it.each([
  [0n, 10, [1n, 2n, 9n], false],
  [0n, 2, [1n, 2n], true],
  [2n, 2, [9n], false],
  [8n, 1, [9n], false],
  [9n, 1, [], false],
])('after node %s at most %i: %s', async (after, limit, ids, hasMore) => {
  const { records } = setUp({ accounts: ['ann', 'bob', 'eve'], chain: { eve: 9n } });
  const page = await records.page(after, limit);
  expect([page.records.map(({ nodeId }) => nodeId), page.hasMore]).toEqual([ids, hasMore]);
});

it('knows since when a miner is away, also from before a restart', async () => {
  const { records, join, pool, absences } = setUp({ accounts: ['ann', 'bob', 'eve'], chain: { eve: 9n } });
  join('ann', 99_000);
  pool.leave(join('bob', 40_000));
  absences.set(keyOf('eve'), NOW_MS - 3_600_000);
  const { records: page } = await records.page(0n, 10);
  expect(page.map(({ isOnline, seenAtMs }) => [isOnline, seenAtMs])).toEqual([
    [true, NOW_MS - 1_000],
    [false, NOW_MS - 60_000],
    [false, NOW_MS - 3_600_000],
  ]);
});

it('shows a miner as away that was not heard for half of the time after which it is disconnected', async () => {
  const { records, join } = setUp();
  join('ann', 100_000 - 44_999);
  join('bob', 100_000 - 45_000);
  const { records: page } = await records.page(0n, 10);
  expect(page.map(({ isOnline }) => isOnline)).toEqual([true, false]);
});

it('says nothing of audits where there are none', async () => {
  const { records } = setUp({ isAudited: false });
  expect((await records.page(0n, 1)).records[0]?.results).toBeUndefined();
});

it('leaves a key out while the chain does not say whose it is, and asks again after a minute', async () => {
  const chain: Record<string, bigint> = {};
  const { records, clock, readNodeId } = setUp({ accounts: ['eve'], chain });
  expect((await records.page(0n, 10)).records).toEqual([]);
  chain.eve = 9n;
  clock.uptime += 59_999;
  expect((await records.page(0n, 10)).records).toEqual([]);
  clock.uptime += 1;
  expect((await records.page(0n, 10)).records).toMatchObject([{ nodeId: 9n }]);
  clock.uptime += 60_000;
  await records.page(0n, 10);
  expect(readNodeId).toHaveBeenCalledTimes(2);
});

it('reads once for all who ask at once, and again after a failure', async () => {
  const { records, countByMiner, readAbsences, counts } = setUp();
  counts.set(keyOf('ann'), new Map([['passed', 3]]));
  countByMiner.mockRejectedValueOnce(new Error('The database is away.'));
  await expect(records.page(0n, 2)).rejects.toThrow('away');
  const pages = await Promise.all(Array.from({ length: 20 }, () => records.page(0n, 2)));
  expect(pages.map(({ records: [ann] }) => ann?.results?.passed)).toEqual(Array(20).fill(3));
  expect([countByMiner, readAbsences].map(({ mock }) => mock.calls.length)).toEqual([2, 1]);
});

it('counts a node’s results once in half a minute, however often it is asked', async () => {
  const { records, clock, countByMiner } = setUp();
  await records.page(0n, 1);
  await records.page(0n, 1);
  expect(countByMiner.mock.calls).toEqual([[[keyOf('ann')]]]);
  await records.page(0n, 2);
  expect(countByMiner.mock.calls.at(-1)).toEqual([[keyOf('bob')]]);
  clock.uptime += 30_000;
  await records.page(0n, 2);
  expect(countByMiner.mock.calls.at(-1)).toEqual([[keyOf('ann'), keyOf('bob')]]);
});
