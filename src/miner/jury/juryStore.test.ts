import { afterEach, expect, it, vi } from 'vitest';
import { type JuryRecord, type KeptVote, openJuryStore } from '#miner/jury/juryStore.ts';
import { clearDatabases, createStore, set } from '#miner/testing/memoryKeyval.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));
afterEach(clearDatabases);

const jury = { caseId: 7n, round: 0 };
const record = (caseId = 7n, noticedAt = 100): JuryRecord => ({
  ...{ jury: { caseId, round: 0 }, nodeId: 5n, seats: 2, noticedAt },
});
const vote = (digit: string, finding: 'right' | 'wrong'): KeptVote => ({
  opened: { nodeId: 5n, finding, distance: 3n, salt: `0x${digit.repeat(64)}` },
  sealed: { nodeId: 5n, vote: `0x${digit.repeat(64)}`, signature: `0x${digit.repeat(130)}` },
  reason: null,
});
const ended = { verdict: 'right', result: 'paid', amountWei: '20' } as const;

it('JuryStore keeps the first vote of a jury, over a reload and a second vote', async () => {
  await openJuryStore('one').note(record());
  expect(await openJuryStore('one').seal(jury, vote('1', 'right'))).toEqual(vote('1', 'right'));
  expect(await openJuryStore('one').seal(jury, vote('2', 'wrong'))).toEqual(vote('1', 'right'));
  expect(await openJuryStore('one').all()).toEqual([{ ...record(), vote: vote('1', 'right') }]);
});

it('JuryStore gives the same vote to two that seal at once', async () => {
  const store = openJuryStore('one');
  await store.note(record());
  const [one, other] = await Promise.all([
    store.seal(jury, vote('1', 'right')),
    store.seal(jury, vote('2', 'wrong')),
  ]);
  expect(other).toEqual(one);
});

it('JuryStore does not replace what it knows of a jury when it is noticed again', async () => {
  const store = openJuryStore('one');
  await store.note(record());
  await store.seal(jury, vote('1', 'right'));
  await store.close(jury, ended);
  expect(await store.note(record(7n, 999))).toEqual({
    ...record(),
    vote: vote('1', 'right'),
    outcome: ended,
  });
});

it('JuryStore seals nothing for a jury that it does not know', async () => {
  await expect(openJuryStore('one').seal(jury, vote('1', 'right'))).rejects.toThrow();
});

it('JuryStore gives the newest first, and only those of its scope', async () => {
  const store = openJuryStore('one');
  for (const [caseId, at] of [
    [1n, 100],
    [3n, 300],
    [2n, 200],
  ] as const)
    await store.note(record(caseId, at));
  expect((await store.all()).map(({ jury: { caseId } }) => caseId)).toEqual([3n, 2n, 1n]);
  expect(await openJuryStore('another').all()).toEqual([]);
});

it('JuryStore forgets the oldest juries that have ended above 100, and none that has not', async () => {
  const store = openJuryStore('one');
  await store.note(record(1n, 1));
  for (let caseId = 2n; caseId <= 102n; caseId++) {
    await store.note(record(caseId, Number(caseId)));
    await store.close({ caseId, round: 0 }, ended);
  }
  const kept = (await store.all()).map(({ jury: { caseId } }) => caseId);
  expect(kept).toHaveLength(101);
  expect(kept).toContain(1n);
  expect(kept).not.toContain(2n);
});

it.each<[string, unknown]>([
  ['null', null],
  ['a finding of another version', { ...record(), vote: { ...vote('1', 'right'), opened: { finding: 4 } } }],
])('JuryStore takes %s for no record, and replaces it by the next', async (_, broken) => {
  const store = openJuryStore('one');
  await set('7-0', broken, createStore('cuckoo-juries-one', 'juries'));
  expect(await store.all()).toEqual([]);
  expect(await store.note(record())).toEqual(record());
});
