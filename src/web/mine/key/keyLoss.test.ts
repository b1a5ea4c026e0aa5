import { parseEther } from 'viem';
import { expect, it } from 'vitest';
import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import type { VoucherStanding } from '#chain/payments/redeemable.ts';
import { keyLossOf, losesPay, lossSentence } from '#web/mine/key/keyLoss.ts';

const standing = (cumulative: string, redeemed: bigint, balance: string) =>
  ({
    voucher: { cumulative: parseEther(cumulative) },
    channel: { ...EMPTY_CHANNEL, redeemed, balance: parseEther(balance) },
  }) as VoucherStanding;

it.each([
  ['no voucher', [], false, false, 'This key has nothing left to redeem.'],
  ['vouchers that are paid', [standing('5', parseEther('5'), '9')], false, false, 'nothing left to redeem'],
  ['unredeemed pay', [standing('5', parseEther('2'), '9')], false, true, '3 CAI that are not redeemed'],
  ['one wei', [standing('5', parseEther('5') - 1n, '9')], false, true, '<0.0001 CAI that'],
  ['pay beyond its channel', [standing('5', parseEther('2'), '1')], false, true, 'do not hold 2 CAI of it'],
  ['nothing read yet', undefined, false, true, 'Looking up'],
  ['nothing readable', undefined, true, true, 'cannot be read'],
] as const)('a key with %s', (_, standings, failed, loses, sentence) => {
  const loss = keyLossOf(standings, failed);
  expect(losesPay(loss)).toBe(loses);
  expect(lossSentence(loss)).toContain(sentence);
});
