import { expect, it } from 'vitest';
import { caseStateOf } from '#chain/courts/caseState.ts';
import type { JuryView } from '#chain/courts/courtReader.ts';

const ends = { commitEnd: 100, revealEnd: 200, finalAt: 300 };
const jury = { ...ends, seed: '0x01' } as unknown as JuryView;

it.each([
  [99, jury, undefined, 'voting'],
  [99, { ...jury, seed: undefined }, undefined, 'drawing'],
  [100, { ...jury, seed: undefined }, undefined, 'revealing'],
  [199, jury, undefined, 'revealing'],
  [200, jury, undefined, 'appealable'],
  [299, jury, undefined, 'appealable'],
  [300, jury, undefined, 'settling'],
  [99, jury, 50, 'settled'],
])('at %i a case stands so', (nowSeconds, of, settledAt, state) => {
  expect(caseStateOf({ settledAt, jury: of }, nowSeconds)).toBe(state);
});
