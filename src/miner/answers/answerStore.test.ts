import type { Hex } from 'viem';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  ANSWERS_BYTES,
  answerKeptSeconds,
  findAnswer,
  isAnswerKept,
  MOST_ANSWERS,
  openAnswerStore,
} from '#miner/answers/answerStore.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

const SCOPE = 'one';
const KEPT_S = answerKeptSeconds({ reportWindow: 80_000, commitWindow: 400 });
let nowSeconds: number;
beforeEach(() => (nowSeconds = 1_000_000));
afterEach(clearDatabases);

/** The store as a tab has it after each reload. */
const store = () => openAnswerStore(SCOPE, { nowSeconds: () => nowSeconds, keptSeconds: KEPT_S });
const idOf = (name: number): Hex => `0x${name.toString(16).padStart(64, '0')}`;
const bundle = (name: number, size = 1) => ({ id: idOf(name), bytes: new Uint8Array(size).fill(name) });
const find = (name: number) => findAnswer(SCOPE, idOf(name));

it('keeps a result over a reload until no jury can be drawn about it, and then forgets it', async () => {
  expect(KEPT_S).toBe(80_400);
  await store().keep(bundle(1, 3));
  nowSeconds += KEPT_S;
  await store().keep(bundle(2));
  expect(await find(1)).toEqual(bundle(1, 3).bytes);
  nowSeconds += 1;
  await store().keep(bundle(3));
  expect(await find(1)).toBeUndefined();
  expect(await find(2)).toEqual(bundle(2).bytes);
  expect(await Promise.all([1, 2].map((name) => isAnswerKept(SCOPE, idOf(name))))).toEqual([false, true]);
});

it('keeps what a case is about until it is over at the latest', async () => {
  await store().keep(bundle(1));
  await store().keep(bundle(2));
  const until = nowSeconds + 10 * KEPT_S;
  await store().hold(idOf(1), until);
  nowSeconds = until;
  await store().keep(bundle(3));
  expect([await find(1), await find(2)]).toEqual([bundle(1).bytes, undefined]);
  nowSeconds += 1;
  await store().keep(bundle(4));
  expect(await find(1)).toBeUndefined();
});

it('keeps what two cases are about until the later one is over', async () => {
  await store().keep(bundle(1));
  const until = nowSeconds + 10 * KEPT_S;
  await store().hold(idOf(1), until);
  await store().hold(idOf(1), nowSeconds + 9);
  nowSeconds = until;
  await store().keep(bundle(2));
  expect(await find(1)).toEqual(bundle(1).bytes);
});

it('forgets at once what a case was about that is over', async () => {
  await store().keep(bundle(1));
  await store().keep(bundle(2));
  await store().hold(idOf(1), nowSeconds + 9);
  await store().release(idOf(1));
  expect([await find(1), await find(2)]).toEqual([undefined, bundle(2).bytes]);
});

it('keeps as many as it may, the newest ones and those of cases', async () => {
  const held = 1;
  for (let name = held; name <= MOST_ANSWERS; name++) {
    nowSeconds += 1;
    await store().keep(bundle(name));
  }
  await store().hold(idOf(held), nowSeconds + 9);
  nowSeconds += 1;
  await store().keep(bundle(MOST_ANSWERS + 1));
  expect(await find(held)).toEqual(bundle(held).bytes);
  expect(await find(2)).toBeUndefined();
  expect(await find(3)).toEqual(bundle(3).bytes);
});

it('keeps no more bytes than it may', async () => {
  const half = ANSWERS_BYTES / 2;
  for (const name of [1, 2]) {
    await store().keep(bundle(name, half));
    nowSeconds += 1;
  }
  expect((await find(1))?.byteLength).toBe(half);
  await store().keep(bundle(3));
  expect(await find(1)).toBeUndefined();
  expect((await find(2))?.byteLength).toBe(half);
});

it('holds nothing that is not here', async () => {
  await store().hold(idOf(1), nowSeconds + 9);
  await store().release(idOf(1));
  expect(await find(1)).toBeUndefined();
});
