import { expect, it } from 'vitest';
import { modelOdds } from '#web/mine/odds/modelOdds.ts';

const told = (id: string, stake: bigint, tasks: number) => ({ id, stake, tasks });

it('gives each model its own odds: who else has it, and how many tasks there are', () => {
  const ann = [told('icons', 4n, 60), told('stories', 1n, 6)];
  expect(modelOdds(1n, ['icons', 'stories'], [ann])).toEqual([
    { id: 'icons', share: 0.25, tasks: 60, secondsPerTask: 240 },
    { id: 'stories', share: 1, tasks: 6, secondsPerTask: 600 },
  ]);
});

it('adds up coordinators, and leaves out what one does not serve', () => {
  const odds = modelOdds(1n, ['icons'], [[told('icons', 2n, 30)], [told('icons', 4n, 30)], []]);
  expect(odds).toEqual([{ id: 'icons', share: 0.375, tasks: 60, secondsPerTask: 160 }]);
});

it('counts the miner itself, and gives no time where no task came', () => {
  expect(modelOdds(2n, ['icons'], [[told('icons', 0n, 0)]])).toEqual([
    { id: 'icons', share: 1, tasks: 0, secondsPerTask: undefined },
  ]);
  expect(modelOdds(0n, ['icons'], [[told('icons', 0n, 3)]])).toEqual([
    { id: 'icons', share: 0, tasks: 3, secondsPerTask: undefined },
  ]);
});
