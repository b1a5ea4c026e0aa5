import { expect, it } from 'vitest';
import { RestReasons } from '#web/mine/rest/restReasons.ts';

it('RestReasons lets the miner rest from the first reason to the last, and tells the first of them', () => {
  const told: boolean[] = [];
  let changes = 0;
  const reasons = new RestReasons((resting) => told.push(resting));
  const unsubscribe = reasons.subscribe(() => changes++);
  expect(reasons.first()).toBeUndefined();
  reasons.set('hours', true);
  reasons.set('hours', true);
  reasons.set('used', true);
  expect([told, reasons.first(), changes]).toEqual([[true], 'used', 2]);
  reasons.set('used', false);
  expect([told, reasons.first()]).toEqual([[true], 'hours']);
  reasons.set('hours', false);
  expect([told, reasons.first(), changes]).toEqual([[true, false], undefined, 4]);
  unsubscribe();
  reasons.set('battery', true);
  expect([told, changes]).toEqual([[true, false, true], 4]);
});
