import { type Address, decodeFunctionData, zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import type { CourtReader } from '#chain/courts/courtReader.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import type { ReadEvidence } from '#protocol/court/evidence.ts';
import { sendReport } from '#web/create/report/sendReport.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

const JURIES: Address = '0x2222222222222222222222222222222222222222';
const COORDINATOR: Address = '0x3333333333333333333333333333333333333333';
const HASH = `0x${'a'.repeat(64)}` as const;
const CLAIM = { assignment: zeroHash, result: zeroHash, units: 1, trace: zeroHash };
const bundle = { hash: HASH, read: { claim: CLAIM } as unknown as ReadEvidence };

let court: Pick<CourtReader, 'caseOf'> & Record<'readCase' | 'exhibits', () => Promise<unknown>>;
vi.mock('#web/queries/useCourt.ts', () => ({ courtOf: () => court }));

/** Where the case about the result is so far; undefined where there is none. */
function setUp(known: { settledAt?: number; exhibits?: `0x${string}`[] } | undefined) {
  const send = vi.fn<FlowWallet['send']>(async () => '0x');
  court = {
    caseOf: async () => (known === undefined ? undefined : 7n),
    readCase: async () => ({ settledAt: known?.settledAt }),
    exhibits: async () => (known?.exhibits ?? []).map((hash) => ({ coordinator: COORDINATOR, hash })),
  };
  const network = { config: { contracts: { juries: JURIES } } } as unknown as Network;
  const wallet = { address: COORDINATOR, send } as unknown as FlowWallet;
  const report = (deposit?: bigint) =>
    sendReport(network, wallet, { bundle, coordinator: COORDINATOR, deposit });
  return { send, report };
}

it('adds the bundle to a case that runs, without a deposit', async () => {
  const { send, report } = setUp({ exhibits: [zeroHash] });
  expect(await report(5n)).toBe(7n);
  const [[{ to, data, cai }]] = send.mock.calls as [[{ to: Address; data: `0x${string}`; cai?: bigint }]];
  expect([to, cai]).toEqual([JURIES, undefined]);
  const exhibit = { coordinator: COORDINATOR, hash: HASH };
  expect(decodeFunctionData({ abi: juriesAbi, data })).toEqual({
    ...{ functionName: 'exhibit', args: [7n, exhibit] },
  });
});

it('sends nothing where the case shows the bundle already', async () => {
  const { send, report } = setUp({ exhibits: [zeroHash, HASH] });
  expect(await report()).toBe(7n);
  expect(send).not.toHaveBeenCalled();
});

it.each<[string, Parameters<typeof setUp>[0], bigint | undefined]>([
  ['a jury has decided', { settledAt: 9 }, 5n],
  ['the case that was read of is gone, and no deposit was read', undefined, undefined],
])('sends nothing where %s', async (_, known, deposit) => {
  const { send, report } = setUp(known);
  await expect(report(deposit)).rejects.toMatchObject({ code: 'REVERTED' });
  expect(send).not.toHaveBeenCalled();
});
