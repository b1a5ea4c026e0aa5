import { expect, it } from 'vitest';
import { modelTrafficOf, trafficOf } from '#web/mine/odds/coordinatorTraffic.ts';

const miners = [
  { id: 1n, operator: '0x1', weight: 10n },
  { id: 2n, operator: '0x2', weight: 20n },
  { id: 3n, operator: '0x3', weight: 40n },
] as const;
const models = [{ id: 'icons', tasks: 3, stake_cai: '1.5' }];
const activity = { last_hour: { tasks: 7, images: 3, tokens: 900 }, models };

it('counts the stake of the miners that are online, and this tab’s once, whatever its record says', () => {
  const records = [
    { node: '1', online: true },
    { node: '3', online: false },
  ];
  expect(trafficOf({ activity, records }, miners, '0x2').onlineWeight).toBe(30n);
  expect(trafficOf({ activity, records }, miners, '0x1').onlineWeight).toBe(10n);
  expect(trafficOf({ activity, records: [] }, miners, '0x3').onlineWeight).toBe(40n);
});

it('tells images from texts', () => {
  expect(trafficOf({ activity, records: [] }, miners, '0x1').lastHour).toEqual({ image: 3, text: 4 });
});

it('reads what there is of each model, in wei', () => {
  expect(modelTrafficOf({ models })).toEqual([{ id: 'icons', tasks: 3, stake: 15n * 10n ** 17n }]);
});
