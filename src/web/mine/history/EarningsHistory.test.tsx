import { renderToStaticMarkup } from 'react-dom/server';
import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { EarningsHistory } from '#web/mine/history/EarningsHistory.tsx';
import { type EarnedHour, HOUR_S } from '#web/mine/history/earnedHours.ts';

const NOW = 500_000 * HOUR_S + 1_800;
const row = (hoursAgo: number, cai: string, model = 'Tales'): EarnedHour => ({
  ...{ hour: NOW - 1_800 - hoursAgo * HOUR_S, model, tasks: 1, wei: parseEther(cai).toString() },
});
const shown = (...earned: EarnedHour[]) =>
  renderToStaticMarkup(<EarningsHistory earned={earned} now={NOW} />);
const heightsIn = (html: string) =>
  [...html.matchAll(/data-fill="\d"[^>]*height="([\d.]+)"/g)].map(([, height]) => Number(height));

it('says what will be counted before anything was earned', () => {
  const html = shown(row(24, '3'));
  expect(html).toContain('Nothing earned in this time');
  expect(html).not.toContain('role="img"');
});

it('draws the hours in proportion, with their sum and the pace', () => {
  const html = shown(row(2, '1'), row(1, '4'));
  expect(html).toContain('>5 CAI</b>');
  // 5 CAI in two hours and a half.
  expect(html).toContain('about 48 CAI a day');
  expect(heightsIn(html).slice(0, 2)).toEqual([16, 64]);
  expect(html.match(/<g>/g)).toHaveLength(24);
});

it('piles models up, and lets the least of them be seen', () => {
  const html = shown(row(1, '100'), row(1, '0.001', 'Icons'));
  const bars = [...html.matchAll(/data-fill="\d" x="[\d.]+" y="(-?[\d.]+)"[^>]* height="([\d.]+)"/g)];
  const [most, least] = bars.map(([, y, height]) => [Number(y), Number(height)]) as [number[], number[]];
  expect(least[1]).toBe(1);
  expect(least[0]).toBeCloseTo(most[0]! - 1, 9);
});

it('lists the newest first', () => {
  const html = shown(row(2, '1', 'Older'), row(1, '1', 'Newer'));
  const list = html.slice(html.indexOf('<ul class="rows">'));
  expect(list.indexOf('Newer')).toBeLessThan(list.indexOf('Older'));
});

it('tells no pace before an hour has passed', () => {
  expect(shown(row(0, '1'))).not.toContain('a day');
});

it('tells models apart, and names what each brought', () => {
  const html = shown(row(0, '1'), row(0, '3', 'Icons'), row(1, '1', 'Icons'));
  expect(html).toMatch(/data-fill="0"[^]*?<\/svg>Icons <span[^>]*>4 CAI</);
  expect(html).toMatch(/data-fill="1"[^>]*><\/rect><\/svg>Tales <span[^>]*>1 CAI</);
});

it('gives more models than there are colours the last one', () => {
  const html = shown(...['A', 'B', 'C', 'D', 'E', 'F'].map((model, at) => row(0, String(9 - at), model)));
  expect(new Set([...html.matchAll(/data-fill="(\d)"/g)].map(([, fill]) => fill))).toEqual(
    new Set(['0', '1', '2', '3']),
  );
});
