import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import type { ApiActivity } from '#protocol/messages/api.ts';
import { formatTag, setLanguage } from '#web/language/current.ts';
import { figuresOf, type ShownRate, shownRate } from '#web/start/figures.ts';

const activity = (change: Partial<ApiActivity> = {}): ApiActivity => ({
  ...{ object: 'activity', miners_online: 2, queued: 0, paid_today_cai: '1.5', as_of: 1 },
  last_hour: { tasks: 9, images: 6, tokens: 1_200 },
  models: [],
  ...change,
});

it('adds up what the coordinators say', () => {
  expect(figuresOf([activity(), activity({ miners_online: 1, paid_today_cai: '2' })])).toEqual({
    ...{ tabsOnline: 3, imagesPerHour: 12, tokensPerHour: 2_400, paidTodayWei: parseEther('3.5') },
  });
});

it('knows nothing while no coordinator has answered', () => {
  expect(figuresOf([])).toBeUndefined();
});

it.each(['', '-1', 'a lot', '1e9', '9'.repeat(40)])('does not count %j as paid', (paid_today_cai) => {
  expect(figuresOf([activity({ paid_today_cai })])?.paidTodayWei).toBe(0n);
});

it.each<[number, string, ShownRate['per']]>([
  [0, '0', 'hour'],
  [1, '1', 'hour'],
  [2, '2', 'hour'],
  [2.54, '2.5', 'hour'],
  [59, '59', 'hour'],
  [60, '1', 'minute'],
  [192, '3.2', 'minute'],
  [599, '10', 'minute'],
  [74_976, '1,250', 'minute'],
])('tells %s an hour as %s in a %s', (perHour, value, per) => {
  expect(shownRate(perHour)).toMatchObject({ value, per });
});

it('has the exact rate too', () => {
  expect(shownRate(1_234).exact).toEqual({ perHour: '1,234', perMinute: '20.566666667' });
  expect(shownRate(0.5).exact).toEqual({ perHour: '0.5', perMinute: '0.008333333' });
});

it('writes rates as the page’s language does', async () => {
  await setLanguage('ar');
  const arabic = new Intl.NumberFormat(formatTag());
  try {
    expect(shownRate(74_976).value).toBe(arabic.format(1_250));
    expect(shownRate(192).value).toBe(arabic.format(3.2));
  } finally {
    await setLanguage('en');
  }
});
