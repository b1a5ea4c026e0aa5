import { afterEach, describe, expect, it, vi } from 'vitest';
import { clear, createStore, recordsOf, set } from '#miner/testing/memoryKeyval.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import {
  listResults,
  MAX_RESULTS,
  noteSpot,
  removeBroken,
  removeResults,
  restoreResults,
  saveResult,
  updateResult,
} from '#web/create/saved/resultStore.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

const store = createStore('cuckoo-results', 'results');
afterEach(() => clear(store));

const textOf = (id: string, savedAt = 1): SavedResult => ({
  ...{ id, savedAt, prompt: 'Once', kind: 'text', text: 'Once upon', receipt: EXAMPLE_RECEIPT },
});
const imageOf = (id: string): SavedResult => ({
  ...{ id, savedAt: 2, prompt: 'a fox', kind: 'image', image: new Blob(['x']), receipt: EXAMPLE_RECEIPT },
});
const idsOf = async () => (await listResults()).results.map(({ id }) => id);

describe('listResults', () => {
  it('gives the saved results, the newest first', async () => {
    for (const result of [textOf('old'), imageOf('new')]) await saveResult(result);
    expect(await idsOf()).toEqual(['new', 'old']);
  });

  it('opens a result whose receipt has no trace root, audit or assignment, as older pages kept them', async () => {
    const { trace_root: _, audit: __, assignment: ___, ...receipt } = EXAMPLE_RECEIPT;
    await set('old', { ...textOf('old'), receipt }, store);
    expect(await listResults()).toMatchObject({
      results: [{ id: 'old', receipt: { audit: null, assignment: null } }],
      broken: [],
    });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a wrong type', 'a text'],
    ['half-written JSON', '{"id":"bad","kind":"te'],
    ['an empty record', {}],
    ['a missing receipt', { ...textOf('bad'), receipt: undefined }],
    ['a receipt without its seed', { ...textOf('bad'), receipt: { ...EXAMPLE_RECEIPT, seed: undefined } }],
    ['an image that is no file', { ...imageOf('bad'), image: 'data:image/png;base64,' }],
    ['a kind of another version', { ...textOf('bad'), kind: 'sound' }],
    ['another one’s id', textOf('good')],
  ])('skips %s, and gives its key', async (_, record) => {
    await saveResult(textOf('good'));
    await set('bad', record, store);
    expect(await listResults()).toMatchObject({ results: [{ id: 'good' }], broken: ['bad'] });
  });
});

it('removeBroken removes what cannot be read and nothing else', async () => {
  await saveResult(textOf('good'));
  await set('bad', null, store);
  await removeBroken();
  expect([...recordsOf(store).keys()]).toEqual(['good']);
});

it('restoreResults brings back what was removed, to its place', async () => {
  for (const [id, at] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ] as const)
    await saveResult(textOf(id, at));
  await removeResults(['a', 'b']);
  expect(await idsOf()).toEqual(['c']);
  await restoreResults([textOf('a', 1), textOf('b', 2)]);
  expect(await idsOf()).toEqual(['c', 'b', 'a']);
});

it('saveResult deletes the oldest beyond the limit, whatever is broken beside them', async () => {
  await set('bad', null, store);
  for (let at = 2; at <= MAX_RESULTS; at++) await set(`${at}`, textOf(`${at}`, at), store);
  await saveResult(textOf('1', 1));
  expect((await idsOf()).at(-1)).toBe('1');
  await saveResult(textOf('one more', 1_000));
  expect((await idsOf()).at(-1)).toBe('2');
  expect((await listResults()).results).toHaveLength(MAX_RESULTS);
});

describe('updateResult', () => {
  it('keeps the new state of a result', async () => {
    await saveResult(textOf('a'));
    await updateResult({ ...textOf('a'), unreplaced: 'No miner is online.' });
    expect((await listResults()).results).toMatchObject([{ unreplaced: 'No miner is online.' }]);
  });

  it('does not bring back a result that was removed', async () => {
    await updateResult(textOf('a'));
    expect(await idsOf()).toEqual([]);
  });
});

describe('this device’s own check', () => {
  const spotOf = async () => (await listResults()).results[0]?.spot;

  it('is noted once, where it is due', async () => {
    await saveResult({ ...textOf('a'), spot: 'due' });
    await noteSpot('a', 'wrong');
    await noteSpot('a', 'right');
    await noteSpot('gone', 'right');
    expect(await spotOf()).toBe('wrong');
    expect(await idsOf()).toEqual(['a']);
  });

  it('outlives news of the audit, and not another result in its place', async () => {
    await saveResult({ ...textOf('a'), spot: 'due' });
    await noteSpot('a', 'wrong');
    await updateResult({ ...textOf('a'), unreplaced: 'No miner.', spot: 'due' });
    expect(await spotOf()).toBe('wrong');
    const receipt = { ...EXAMPLE_RECEIPT, task_id: `0x${'9'.repeat(64)}` as const };
    await updateResult({ ...textOf('a'), receipt });
    expect(await spotOf()).toBeUndefined();
  });
});
