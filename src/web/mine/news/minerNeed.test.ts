import { expect, it } from 'vitest';
import { type CoordinatorStatus, initialStatus, NO_FIGURES } from '#miner/status/minerStatus.ts';
import { minerNeed } from '#web/mine/news/minerNeed.ts';

const coordinator = (state: CoordinatorStatus['state']): CoordinatorStatus => ({
  ...{ operator: '0x1', name: 'Ann', state, code: null, sentence: null, figures: NO_FIGURES },
});
const connecting = (...states: CoordinatorStatus['state'][]) =>
  minerNeed({ ...initialStatus, phase: 'connecting', coordinators: states.map(coordinator) });

it('a miner needs its user once no coordinator is left that would take it', () => {
  expect(connecting()).toBeUndefined();
  expect(connecting('refused', 'connecting')).toBeUndefined();
  expect(connecting('refused', 'away')).toBeUndefined();
  expect(connecting('refused', 'left')).toBe('refused');
});

it('a miner needs its user when it has failed, and when its node is accused', () => {
  expect(minerNeed({ ...initialStatus, phase: 'mining' })).toBeUndefined();
  expect(minerNeed({ ...initialStatus, phase: 'mining', casesAgainst: ['7'] })).toBe('accused');
  expect(minerNeed({ ...initialStatus, phase: 'failed', casesAgainst: ['7'] })).toBe('failed');
});
