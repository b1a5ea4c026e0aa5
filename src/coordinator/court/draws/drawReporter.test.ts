import { pino } from 'pino';
import { type Address, encodeFunctionResult, type Hex, numberToHex, zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import { anchorCall } from '#chain/courts/reports/drawReports.ts';
import { slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { callableNode } from '#chain/testing/callableNode.ts';
import { ANCHOR_AFTER_BLOCKS, DrawReporter } from '#coordinator/court/draws/drawReporter.ts';
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

const contract = (number: number): Address => numberToHex(number, { size: 20 });
const [DISPUTES, EPOCHS, STAKING, SLASHER] = [1, 2, 3, 4].map(contract) as [
  Address,
  Address,
  Address,
  Address,
];
const DRAWN_AT = 1;

/** A reporter of one report, which the contract takes and its wallet cannot send. */
async function blocked(newest: number) {
  const answers: Record<string, Hex> = {
    [DISPUTES]: '0x',
    [STAKING]: encodeFunctionResult({ abi: stakingAbi, functionName: 'nodeIdOf', result: 7n }),
    [SLASHER]: encodeFunctionResult({ abi: slasherAbi, functionName: 'slashable', result: 9n }),
  };
  const client = callableNode({ newest, answer: ({ to }) => ({ returned: answers[to]! }) });
  const sent: { to: Address; data: Hex }[] = [];
  const send = async (call: { to: Address; data: Hex }) => {
    if (call.to === DISPUTES) throw new Error('the gas costs more than the wallet has');
    sent.push(call);
    return { status: 'success', transactionHash: zeroHash };
  };
  const end = vi.fn(async () => undefined);
  const report = { fault: 'beacon', assignment: await signedBy(COORDINATOR) } as const;
  const reporter = new DrawReporter({
    config: {
      contracts: { disputes: DISPUTES, epochs: EPOCHS, staking: STAKING, slasher: SLASHER },
    } as unknown as NetworkConfig,
    client: client as unknown as ReadClient,
    wallet: {
      account: accountOf('reporter'),
      inTurn: (work: (run: typeof send) => unknown) => work(send),
    } as unknown as OperatorWallet,
    store: { has: vi.fn(), put: vi.fn(), open: async () => [{ id: zeroHash, report }], end },
    ...{ log: pino({ level: 'silent' }), nowMs: () => 0 },
  });
  return { reporter, sent, end };
}

it('anchors, once, the block of a report that could not be sent for half of the time', async () => {
  const { reporter, sent, end } = await blocked(DRAWN_AT + ANCHOR_AFTER_BLOCKS);
  for (let pass = 0; pass < 3; pass++) await reporter.attend();
  expect(sent).toEqual([anchorCall({ epochs: EPOCHS }, DRAWN_AT)]);
  expect(end).not.toHaveBeenCalled();
});

it('anchors no block that the chain knows for long', async () => {
  const { reporter, sent } = await blocked(DRAWN_AT + ANCHOR_AFTER_BLOCKS - 1);
  await reporter.attend();
  expect(sent).toEqual([]);
});
