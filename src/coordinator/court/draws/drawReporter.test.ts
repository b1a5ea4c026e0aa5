import { pino } from 'pino';
import { zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { DrawReporter } from '#coordinator/court/draws/drawReporter.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import type { OperatorWallet } from '#coordinator/wallet/operatorWallet.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import { signAssignment } from '#protocol/signed/assignment.ts';

/** A reporter that knows every report already, and has no chain. */
function setUp() {
  const has = vi.fn(async () => true);
  const { chainId, staking, payments } = NETWORK;
  const reporter = new DrawReporter({
    config: { chainId, contracts: { staking, payments } } as NetworkConfig,
    client: {} as ReadClient,
    wallet: { account: accountOf('reporter') } as unknown as OperatorWallet,
    store: { has, put: vi.fn(), open: vi.fn(), end: vi.fn() },
    ...{ log: pino({ level: 'silent' }), nowMs: () => 0 },
  });
  return { reporter, has };
}

const signedBy = (signer: typeof COORDINATOR, attempt = 0) =>
  signAssignment(NETWORK, signer, {
    ...{ taskId: zeroHash, coordinator: signer.address, miner: accountOf('ann').address, attempt },
    ...{ rosterBlock: 1, beacon: zeroHash, passed: [], unitPrice: 1n, expiry: 1 },
  });

it('takes what the accused coordinator has signed', async () => {
  const { reporter, has } = setUp();
  await reporter.take({ fault: 'beacon', assignment: await signedBy(COORDINATOR) }, 'ann');
  expect(has).toHaveBeenCalledOnce();
});

it.each<[string, () => Promise<DrawReport>]>([
  [
    'whose assignment was changed',
    async () => ({ fault: 'beacon', assignment: { ...(await signedBy(COORDINATOR)), expiry: 2 } }),
  ],
  [
    'whose second assignment was changed',
    async () => ({
      fault: 'two-draws',
      assignment: await signedBy(COORDINATOR),
      other: { ...(await signedBy(COORDINATOR, 1)), rosterBlock: 2 },
    }),
  ],
])('refuses a report %s, before anything is read', async (_, report) => {
  const { reporter, has } = setUp();
  await expect(reporter.take(await report(), 'ann')).rejects.toMatchObject({ code: 'BAD_SIGNATURE' });
  expect(has).not.toHaveBeenCalled();
});

it('refuses a report about its own coordinator', async () => {
  const { reporter, has } = setUp();
  const report = { fault: 'beacon', assignment: await signedBy(accountOf('reporter')) } as const;
  await expect(reporter.take(report, 'ann')).rejects.toMatchObject({ code: 'ACCUSED' });
  expect(has).not.toHaveBeenCalled();
});
