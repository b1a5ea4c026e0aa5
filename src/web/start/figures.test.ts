import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { ApiActivity } from '#protocol/messages/api.ts';
import { figuresOf, roundRate } from '#web/start/figures.ts';

const activity = (change: Partial<ApiActivity> = {}): ApiActivity => ({
  ...{ object: 'activity', miners_online: 2, queued: 0, paid_today_cai: '1.5', as_of: 1 },
  last_hour: { tasks: 9, images: 6, tokens: 1_200 },
  ...change,
});

it('adds up what the coordinators say', () => {
  expect(figuresOf([activity(), activity({ miners_online: 1, paid_today_cai: '2' })])).toEqual({
    ...{ tabsOnline: 3, imagesPerMinute: 0.2, tokensPerMinute: 40, paidTodayWei: parseEther('3.5') },
  });
});

it('knows nothing while no coordinator has answered', () => {
  expect(figuresOf([])).toBeUndefined();
});

it.each(['', '-1', 'a lot', '1e9', '9'.repeat(40)])('does not count %j as paid', (paid_today_cai) => {
  expect(figuresOf([activity({ paid_today_cai })])?.paidTodayWei).toBe(0n);
});

it.each([
  [0, 0],
  [1 / 60, 0.017],
  [3.217, 3.2],
  [9.99, 10],
  [1_249.6, 1_250],
])('rounds %s a minute to %s', (rate, shown) => {
  expect(roundRate(rate)).toBe(shown);
});
