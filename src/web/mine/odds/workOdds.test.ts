import { expect, it } from 'vitest';
import { type CoordinatorTraffic, workOdds } from '#web/mine/odds/workOdds.ts';

const ann: CoordinatorTraffic = { onlineWeight: 4n, lastHour: { image: 9, text: 60 } };
const texts = { weight: 1n, kinds: new Set(['text'] as const) };
const both = { weight: 1n, kinds: new Set(['text', 'image'] as const) };

it('counts the tasks that the miner’s models can make, and its part of the stake that is online', () => {
  expect(workOdds(texts, [ann])).toEqual({ share: 0.25, tasksPerMinute: 1, secondsPerTask: 240 });
  expect(workOdds(both, [ann])).toMatchObject({ share: 0.25, tasksPerMinute: 1.15 });
});

it('adds up coordinators, and weighs its part at each by the tasks there', () => {
  const busy = { onlineWeight: 10n, lastHour: { image: 0, text: 180 } };
  const odds = workOdds(texts, [ann, busy]);
  // 0.25 of one task a minute and 0.1 of three.
  expect(odds.share).toBeCloseTo(0.55 / 4, 10);
  expect(odds.tasksPerMinute).toBe(4);
  expect(odds.secondsPerTask).toBeCloseTo(60 / 0.55, 10);
});

it('gives no time where no task came, and no chance to a miner whose node is not active', () => {
  const quiet = { onlineWeight: 2n, lastHour: { image: 0, text: 0 } };
  expect(workOdds(texts, [quiet])).toEqual({ share: 0.5, tasksPerMinute: 0, secondsPerTask: undefined });
  expect(workOdds({ ...texts, weight: 0n }, [ann])).toEqual({
    ...{ share: 0, tasksPerMinute: 1, secondsPerTask: undefined },
  });
  expect(workOdds({ ...texts, weight: 0n }, [{ ...quiet, onlineWeight: 0n }]).share).toBe(0);
  expect(workOdds(texts, [])).toEqual({ share: 0, tasksPerMinute: 0, secondsPerTask: undefined });
});
