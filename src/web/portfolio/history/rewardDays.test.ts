import { expect, it } from 'vitest';
import type { AccountEvent } from '#web/portfolio/history/accountEvents.ts';
import { rewardDaysOf } from '#web/portfolio/history/rewardDays.ts';

/** A moment by the clock of whoever looks. */
const at = (day: number, hour = 12) => new Date(2026, 2, day, hour).getTime() / 1_000;
const event = (name: AccountEvent['name'], when: number, amount: bigint): AccountEvent => ({
  ...{ name, at: when, amount, block: 1n, transaction: '0x', nodeId: '', to: '' },
});
const pages = (...events: AccountEvent[]) => [{ events, from: 0n, to: 9n }];

it('adds up what was claimed on each day, and keeps the days between', () => {
  const days = rewardDaysOf([
    ...pages(event('Claimed', at(30), 5n)),
    ...pages(event('Claimed', at(28, 1), 1n), event('Claimed', at(28, 23), 2n)),
  ]);
  expect(days).toEqual([
    { from: at(28, 0), wei: 3n },
    { from: at(29, 0), wei: 0n },
    { from: at(30, 0), wei: 5n },
  ]);
});

it('counts what is compounded once, and no other event', () => {
  const days = rewardDaysOf(
    pages(event('Claimed', at(1), 7n), event('Compounded', at(1), 7n), event('Staked', at(2), 9n)),
  );
  expect(days).toEqual([{ from: at(1, 0), wei: 7n }]);
});

it('shows the newest days of many, and nothing of none', () => {
  const days = rewardDaysOf(pages(event('Claimed', at(1), 7n), event('Claimed', at(1 + 90), 8n)));
  expect([days.length, days.at(-1)]).toEqual([60, { from: at(91, 0), wei: 8n }]);
  expect(rewardDaysOf(pages(event('Staked', at(2), 9n)))).toEqual([]);
});
