import { expect, it } from 'vitest';
import { isMetered } from '#miner/service/metered.ts';

it.each([
  ['saves data', { connection: { saveData: true } }, true],
  ['is on a mobile network', { connection: { saveData: false, type: 'cellular' } }, true],
  ['is on a cable', { connection: { saveData: false, type: 'ethernet' } }, false],
  ['does not say', {}, false],
])('a browser that %s', (_, navigator, metered) => {
  expect(isMetered(navigator)).toBe(metered);
});
