import { type Address, decodeFunctionData, zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { caiAbi, juriesAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';
import { sendAppeal } from '#web/trust/appeal/sendAppeal.ts';

const CAI: Address = '0x1111111111111111111111111111111111111111';
const JURIES: Address = '0x2222222222222222222222222222222222222222';
const ACCOUNT: Address = '0x3333333333333333333333333333333333333333';
const APPEAL = { caseId: 7n, round: 0, deposit: 528n };

/** @param round that the case is in by now */
function setUp(round: number, allowance = 0n) {
  const answers: Record<string, unknown> = {
    ...{ allowance, getTerms: testTerms, reportWindow: 9n },
    getCase: { round, drawnAt: 1, openedAt: 2, nodeId: 3, verdict: 0, settledAt: 0, evidence: zeroHash },
    juryOf: { start: 2, seedBlock: 3n, seed: zeroHash, votes: [0, 0, 0, 0] },
  };
  const network = {
    config: { contracts: { cai: CAI, juries: JURIES } },
    client: { readContract: async ({ functionName }: { functionName: string }) => answers[functionName] },
  } as unknown as Network;
  const send = vi.fn<FlowWallet['send']>(async () => '0x');
  const sendTogether = vi.fn<FlowWallet['sendTogether']>(async () => undefined);
  const wallet = { address: ACCOUNT, send, sendTogether } as unknown as FlowWallet;
  return { send, appeal: () => sendAppeal(network, wallet, APPEAL) };
}

it('approves just the deposit, and then appeals without naming anybody', async () => {
  const { send, appeal } = setUp(0);
  await appeal();
  const [[approval], [call]] = send.mock.calls as [
    [{ to: Address; data: '0x' }],
    [{ to: Address; data: '0x' }],
  ];
  expect([approval.to, call.to]).toEqual([CAI, JURIES]);
  expect(decodeFunctionData({ abi: caiAbi, data: approval.data }).args).toEqual([JURIES, 528n]);
  expect(decodeFunctionData({ abi: juriesAbi, data: call.data })).toEqual({
    ...{ functionName: 'appeal', args: [7n, []] },
  });
});

it('asks for no approval that is there', async () => {
  const { send, appeal } = setUp(0, 528n);
  await appeal();
  expect(send.mock.calls.map(([{ to }]) => to)).toEqual([JURIES]);
});

it('approves the whole deposit where less of it is approved', async () => {
  const { send, appeal } = setUp(0, 527n);
  await appeal();
  expect(send.mock.calls.map(([{ to }]) => to)).toEqual([CAI, JURIES]);
});

it('sends nothing where somebody else has appealed first', async () => {
  const { send, appeal } = setUp(1);
  await expect(appeal()).rejects.toMatchObject({ code: 'REVERTED' });
  expect(send).not.toHaveBeenCalled();
});
