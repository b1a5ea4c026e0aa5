import { expect, it } from 'vitest';
import { initialStatus, type MinerStatus } from '#miner/status/minerStatus.ts';
import { minerTitle } from '#web/mine/news/minerTitle.ts';

const task = { taskId: '0x1', kind: 'image', model: 'draw', done: 0, total: 4, text: null } as const;

it('a tab whose pay waits for its user says so, unless it needs its user more', () => {
  expect(minerTitle({ ...initialStatus, phase: 'mining', tasksDone: 3 }, true)).toBe('Pay is ready');
  expect(minerTitle({ ...initialStatus, phase: 'failed' }, true)).toBe('Needs you');
});

it.each<[Partial<MinerStatus>, string | undefined]>([
  [{ phase: 'off' }, undefined],
  [{ phase: 'loading' }, 'Starting'],
  [{ phase: 'connecting' }, 'Starting'],
  [{ phase: 'mining' }, '● Mining'],
  [{ phase: 'mining', tasksDone: 1 }, '● Mining · 1 task'],
  [{ phase: 'mining', tasksDone: 3, casesAgainst: ['7'] }, '● Mining · 3 tasks'],
  [{ phase: 'mining', tasksDone: 3, resting: true }, 'Paused'],
  [{ phase: 'mining', tasksDone: 3, resting: true, current: [task] }, '● Mining · 3 tasks'],
  [{ phase: 'stopping', tasksDone: 3 }, 'Stopping'],
  [{ phase: 'failed', tasksDone: 3 }, 'Needs you'],
])('the tab’s title of %o is %s', (status, title) => {
  expect(minerTitle({ ...initialStatus, ...status })).toBe(title);
});
