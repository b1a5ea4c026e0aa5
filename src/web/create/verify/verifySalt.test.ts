import { expect, it } from 'vitest';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { saltSentence } from '#web/create/results/saltSentence.ts';
import type { AnyResult, ExpectedTask, OrderMoment, SaltChoice } from '#web/create/saved/savedResult.ts';
import { verifySalt } from '#web/create/verify/verifySalt.ts';

const ID = EXAMPLE_RECEIPT.task_id;
const OTHER = EXAMPLE_RECEIPT.result_hash;
const MIDNIGHT = Date.UTC(2026, 10, 28);
const at = (ms: number): OrderMoment => ({ at: ms });
const heard = (ms: number, chainMs: number): OrderMoment => ({ at: ms, chainSeconds: chainMs / 1_000 });
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const resultOf = (salt: SaltChoice | undefined, more: object = {}): AnyResult => ({
  ...{ id: ID, prompt: 'a fox', savedAt: 1, kind: 'text', text: 'upon', receipt: EXAMPLE_RECEIPT },
  ...(salt && { salt }),
  ...more,
});
const mine = (...tasks: ExpectedTask[]): SaltChoice => ({ by: 'browser', tasks });

it.each<[string, AnyResult, string, string, string | null]>([
  ['from the browser', resultOf(mine({ id: ID })), 'holds', 'could not choose', 'chosen by your browser'],
  ['of another task', resultOf(mine({ id: OTHER })), 'fails', 'does not follow', 'not as your browser'],
  [
    'of another task, ordered at a time that is known',
    resultOf(mine({ id: OTHER }), { ordered: heard(MIDNIGHT, MIDNIGHT) }),
    ...(['fails', 'does not follow', 'not as your browser'] as const),
  ],
  ['of no task at all', resultOf(mine()), 'fails', 'does not follow', 'not as your browser'],
  [
    'whose task is not known',
    resultOf({ by: 'browser', tasks: null }),
    ...(['unchecked', 'could not work out', 'sent by your browser'] as const),
  ],
  [
    'from the coordinator',
    resultOf({ by: 'coordinator' }),
    ...(['unchecked', 'it chose this one itself', 'chosen by the coordinator'] as const),
  ],
  ['that an older page did not keep', resultOf(undefined), 'unchecked', 'kept no salt', null],
  [
    'of a replacement',
    resultOf(mine({ id: OTHER }), { replaced: [{ taskId: OTHER, caseId: null, at: 1 }] }),
    ...(['unchecked', 'replaces one', null] as const),
  ],
  [
    'of a replacement of another task than was asked for',
    resultOf(undefined, { replaced: [{ taskId: OTHER, caseId: null, at: 1, other: true }] }),
    ...(['fails', 'task that this one replaces', 'not as your browser'] as const),
  ],
  [
    'of somebody else’s task',
    { kind: 'unseen', made: 'text', id: ID, prompt: ID, receipt: EXAMPLE_RECEIPT, createdAt: 1 },
    ...(['unchecked', 'Only the browser', null] as const),
  ],
])('a salt %s', (_, result, verdict, words, shown) => {
  expect(verifySalt(result)).toEqual([verdict, expect.stringContaining(words)]);
  if (shown === null) expect(saltSentence(result)).toBeNull();
  else expect(saltSentence(result)).toContain(shown);
});

it.each<[string, OrderMoment | undefined, string]>([
  ['in the middle of that day', at(MIDNIGHT + 12 * HOUR_MS), 'holds'],
  ['in its last minute', at(MIDNIGHT + 24 * HOUR_MS - 1), 'holds'],
  ['two minutes after it', at(MIDNIGHT + 24 * HOUR_MS + 2 * MINUTE_MS - 1), 'holds'],
  ['later after it', at(MIDNIGHT + 24 * HOUR_MS + 2 * MINUTE_MS), 'unchecked'],
  ['five minutes before it', at(MIDNIGHT - 5 * MINUTE_MS), 'holds'],
  ['earlier before it', at(MIDNIGHT - 5 * MINUTE_MS - 1), 'unchecked'],
  ['on another day by both clocks', heard(MIDNIGHT - HOUR_MS, MIDNIGHT - HOUR_MS), 'fails'],
  ['on that day by the chain alone', heard(MIDNIGHT - HOUR_MS, MIDNIGHT + HOUR_MS), 'holds'],
  ['on that day by this device alone', heard(MIDNIGHT + HOUR_MS, MIDNIGHT - HOUR_MS), 'holds'],
  ['at a time that nobody kept', undefined, 'unchecked'],
])('a text whose request names a day, ordered %s', (_, ordered, verdict) => {
  const salt = mine({ id: OTHER, date: '2026-11-27' }, { id: ID, date: '2026-11-28' });
  expect(verifySalt(resultOf(salt, ordered && { ordered }))[0]).toBe(verdict);
});

it.each<[string, object, string, string | null]>([
  ['two days off', { ordered: heard(MIDNIGHT, MIDNIGHT - 60 * HOUR_MS) }, 'unchecked', 'but not checked'],
  ['right', { ordered: heard(MIDNIGHT, MIDNIGHT - MINUTE_MS) }, 'fails', 'not as your browser'],
  ['all that is known', { ordered: at(MIDNIGHT) }, 'fails', 'not as your browser'],
])('a text whose task follows from no day by a clock that is %s', (_, more, verdict, shown) => {
  const days = ['2026-11-27', '2026-11-28', '2026-11-29'];
  const result = resultOf(mine(...days.map((date) => ({ id: OTHER, date }))), more);
  expect(verifySalt(result)[0]).toBe(verdict);
  expect(saltSentence(result)).toContain(shown);
});

it.each([1e18, -1e18])('an order that a chain dates %s s, which is no date', (chainSeconds) => {
  const salt = mine({ id: ID, date: '2026-11-28' });
  const ordered = { at: MIDNIGHT - HOUR_MS, chainSeconds };
  expect(verifySalt(resultOf(salt, { ordered }))[0]).toBe('fails');
});

it.each<[string, boolean[], string]>([
  ['none of which was another task than the order’s', [false, false], 'unchecked'],
  ['the first of which was another task', [true, false], 'fails'],
  ['the last of which was another task', [false, true], 'fails'],
])('a task that replaces two wrong ones, %s', (_, others, verdict) => {
  const replaced = others.map((other) => ({ taskId: OTHER, caseId: null, at: 1, ...(other && { other }) }));
  expect(verifySalt(resultOf(mine({ id: ID }), { replaced }))[0]).toBe(verdict);
});
