import { type Address, decodeFunctionData, type Hex, UserRejectedRequestError } from 'viem';
import { describe, expect, it, vi } from 'vitest';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';
import { stakeTopUpCall } from '#web/transaction/stakeTopUp.ts';
import { TransactionFailure } from '#web/transaction/transactionFailure.ts';

const CAI: Address = '0x1111111111111111111111111111111111111111';
const STAKING: Address = '0x2222222222222222222222222222222222222222';
const ACCOUNT: Address = '0x3333333333333333333333333333333333333333';
const AMOUNT = 5n;
const SIGNATURE: Hex = `0x${'11'.repeat(32)}${'22'.repeat(32)}1b`;

const VIEWS: Record<string, unknown> = {
  allowance: 0n,
  eip712Domain: ['0x0f', 'Cuckoo AI', '1'],
  nonces: 0n,
};

function setUp(sign: () => Promise<Hex>, { code, allowance }: { code?: Hex; allowance?: bigint } = {}) {
  const send = vi.fn<FlowWallet['send']>(async () => '0x');
  const network = {
    config: { chainId: 1, contracts: { cai: CAI, staking: STAKING } },
    client: {
      getCode: async () => code,
      getBlock: async () => ({ timestamp: 1_000n }),
      readContract: async ({ functionName }: { functionName: string }) =>
        functionName === 'allowance' && allowance !== undefined ? allowance : VIEWS[functionName],
    },
  } as unknown as Network;
  const wallet: FlowWallet = { address: ACCOUNT, signTypedData: vi.fn(sign), send };
  return { wallet, send, call: () => stakeTopUpCall(network, wallet, AMOUNT) };
}

const fail = (code: number) => () => Promise.reject(Object.assign(new Error('no'), { code }));
const nameOf = (data: Hex) => decodeFunctionData({ abi: stakingAbi, data }).functionName;

describe('stakeTopUpCall', () => {
  it('stakes by a signature where the wallet gives one, and sends nothing before', async () => {
    const { call, send } = setUp(async () => SIGNATURE);
    expect(nameOf(await call())).toBe('stakeWithPermit');
    expect(send).not.toHaveBeenCalled();
  });

  it.each<[string, () => Promise<Hex>]>([
    ['lacks the method', fail(-32601)],
    ['calls it unsupported', fail(4200)],
    ['fails inside', fail(-32603)],
    ['does not support it on this device', fail(-32004)],
    ['fails without a code', () => Promise.reject(new Error('Ledger device: Invalid data'))],
    ['signs for an account that is not deployed yet', async () => `0x${'ab'.repeat(200)}`],
    ['gives half a signature', async () => '0x1234'],
  ])('approves and stakes where the wallet %s', async (_, sign) => {
    const { call, send } = setUp(sign);
    expect(nameOf(await call())).toBe('stake');
    const [approval] = send.mock.calls[0]!;
    expect(approval.to).toBe(CAI);
    expect(decodeFunctionData({ abi: caiAbi, data: approval.data })).toEqual({
      functionName: 'approve',
      args: [STAKING, AMOUNT],
    });
  });

  it.each([
    ['the user declines', () => Promise.reject(new UserRejectedRequestError(new Error('no')))],
    ['the user declines, as a code says', fail(4001)],
    ['the user declines, in words alone', () => Promise.reject(new Error('The user rejected the request.'))],
    ['the user declines on a device', () => Promise.reject(new Error('Transaction declined by the user'))],
    ['the account has changed', () => Promise.reject(new TransactionFailure('ACCOUNT_CHANGED', 'changed'))],
  ])('sends nothing when %s', async (_, sign) => {
    const { call, send } = setUp(sign as () => Promise<Hex>);
    await expect(call()).rejects.toThrow();
    expect(send).not.toHaveBeenCalled();
  });

  it('asks a contract for no signature, and for no approval that it has', async () => {
    const { call, send, wallet } = setUp(async () => SIGNATURE, { code: '0x60', allowance: AMOUNT });
    expect(nameOf(await call())).toBe('stake');
    expect([wallet.signTypedData, send].map((each) => vi.mocked(each).mock.calls.length)).toEqual([0, 0]);
  });
});
