import { expect, it } from 'vitest';
import { NO_FIGURES } from '#miner/status/minerStatus.ts';
import { LEAST_JUDGED, POOR_DIVISOR, poorBecause, ratedStake } from '#miner/watch/rating.ts';

it.each([
  ['nothing is known', {}, undefined],
  ['one draw was wrong', { wrongDraws: 1 }, 'wrong-draws'],
  ['a quarter of the due audits was skipped', { audited: 6, skipped: 2 }, undefined],
  ['more than a quarter was skipped', { audited: 5, skipped: 3 }, 'skipped-audits'],
  ['too few audits were due to judge', { audited: 0, skipped: LEAST_JUDGED - 1 }, undefined],
  ['all of the fewest were skipped', { audited: 0, skipped: LEAST_JUDGED }, 'skipped-audits'],
  ['it passed over as often as it gave', { given: 8, passedOver: 8 }, undefined],
  ['it passed over more often', { given: 8, passedOver: 9 }, 'passed-over'],
  ['it passed over too seldom to judge', { passedOver: LEAST_JUDGED - 1 }, undefined],
  ['it gave nothing', { passedOver: LEAST_JUDGED }, 'passed-over'],
])('where %s: %o is %s', (_, change, expected) => {
  const figures = { ...NO_FIGURES, ...change };
  expect(poorBecause(figures)).toBe(expected);
  const rated = expected === undefined ? 80n : 80n / POOR_DIVISOR;
  expect(ratedStake(80n, figures)).toBe(rated);
});
