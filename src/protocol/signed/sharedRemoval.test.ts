import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { isSharedRemovalSigned, REMOVAL_CLOCK_S, signSharedRemoval } from '#protocol/signed/sharedRemoval.ts';

const operator = privateKeyToAccount(`0x${'1'.repeat(64)}`);
const network = { chainId: 31_337, staking: `0x${'2'.repeat(40)}`, payments: `0x${'3'.repeat(40)}` } as const;
const taskId = `0x${'4'.repeat(64)}` as const;
const NOW_S = 1_700_000_000;

it.each([
  ['now', 0, true],
  ['as long ago as may be', -REMOVAL_CLOCK_S, true],
  ['longer ago', -REMOVAL_CLOCK_S - 1, false],
  ['by a clock that is as fast as may be', REMOVAL_CLOCK_S, true],
  ['by a faster one', REMOVAL_CLOCK_S + 1, false],
])('a removal that was signed %s: %d s', async (_, after, counts) => {
  const removal = await signSharedRemoval(network, operator, { taskId, at: NOW_S + after });
  const about = { taskId, operator: operator.address, nowSeconds: NOW_S };
  expect(await isSharedRemovalSigned(network, removal, about)).toBe(counts);
});
