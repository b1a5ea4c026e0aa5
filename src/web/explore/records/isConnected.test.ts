import { expect, it } from 'vitest';
import { isConnected } from '#web/explore/records/isConnected.ts';

const record = { results: undefined, seenAt: undefined, said: [], calls: { sent: 0, answered: 0 } };
const byNode = new Map([
  ['1', { ...record, isOnline: true }],
  ['2', { ...record, isOnline: false }],
]);
const allAnswered = { byNode, isReading: false, silent: [], answered: 1 };

it.each([
  ['connected where a coordinator has it online', 1n, {}, true],
  ['connected also while others are silent', 1n, { silent: ['Second'] }, true],
  ['not connected where all know it as offline', 2n, {}, false],
  ['not connected where no coordinator knows it', 3n, {}, false],
  ['unknown while one is asked', 3n, { isReading: true }, undefined],
  ['unknown while one is silent', 2n, { silent: ['Second'] }, undefined],
  ['unknown where none is active', 3n, { answered: 0 }, undefined],
])('a tab is %s', (_, nodeId, change, expected) => {
  expect(isConnected({ ...allAnswered, ...change }, nodeId)).toBe(expected);
});
