import { expect, it } from 'vitest';
import { coverOf, EMPTY_CHANNEL, owedBy, uncoveredBy } from '#chain/payments/channel.ts';

it.each([
  ['nothing is withdrawn', { balance: 5n, withdrawing: 0n }, 5n],
  ['some is withdrawn', { balance: 5n, withdrawing: 2n }, 3n],
  ['all is withdrawn', { balance: 5n, withdrawing: 5n }, 0n],
  ['vouchers have left less than is withdrawn', { balance: 5n, withdrawing: 6n }, 0n],
])('coverOf where %s', (_, channel, cover) => {
  expect(coverOf({ ...EMPTY_CHANNEL, ...channel })).toBe(cover);
});

it.each([
  [4n, 10n, 6n],
  [10n, 10n, 0n],
  [11n, 10n, 0n],
])('owedBy of %s redeemed and %s promised is %s', (redeemed, cumulative, owed) => {
  expect(owedBy({ ...EMPTY_CHANNEL, redeemed }, cumulative)).toBe(owed);
});

it.each([
  [{ balance: 4n }, 10n, 6n],
  [{ balance: 10n }, 10n, 0n],
  [{ balance: 11n }, 10n, 0n],
  [{ balance: 10n, withdrawing: 3n }, 10n, 3n],
  [{ balance: 4n, redeemed: 5n }, 10n, 1n],
])('uncoveredBy of %o and %s promised is %s', (channel, cumulative, uncovered) => {
  expect(uncoveredBy({ ...EMPTY_CHANNEL, ...channel }, cumulative)).toBe(uncovered);
});
