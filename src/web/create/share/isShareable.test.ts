import { expect, it } from 'vitest';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { isShareable } from '#web/create/share/isShareable.ts';

const DAY_MS = 24 * 3_600_000;
const RESULT: SavedResult = {
  ...{ kind: 'text', id: '0x1', prompt: 'a tale', text: 'Once', savedAt: 1_000 },
  ...{ receipt: EXAMPLE_RECEIPT, source: { url: 'http://a.example', key: 'key' } },
};
const audited = (state: 'disputed' | 'withheld' | 'passed'): SavedResult => ({
  ...RESULT,
  receipt: { ...EXAMPLE_RECEIPT, audit: { ...EXAMPLE_RECEIPT.audit!, state } },
});
const { source: _, ...withoutKey } = RESULT;

it.each<[string, SavedResult, number, boolean]>([
  ['a new one', RESULT, 1_000, true],
  ['one of almost a day', RESULT, 1_000 + DAY_MS - 1, true],
  ['one that its coordinator has deleted by now', RESULT, 1_000 + DAY_MS, false],
  ['one that passed its audit', audited('passed'), 1_000, true],
  ['a disputed one', audited('disputed'), 1_000, false],
  ['a withheld one', audited('withheld'), 1_000, false],
  ['one whose key is not kept here', withoutKey, 1_000, false],
  ['one that replaces a wrong one', { ...RESULT, replaced: [] }, 1_000, false],
])('of %s it knows whether it can be shared', (_, result, now, expected) => {
  expect(isShareable(result, now)).toBe(expected);
});
