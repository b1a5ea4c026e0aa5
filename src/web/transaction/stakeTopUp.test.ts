import {
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  UserRejectedRequestError,
} from 'viem';
import { describe, expect, it, vi } from 'vitest';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { Batching } from '#web/transaction/batch/contractCall.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';
import { sendStake, sendWithTopUp } from '#web/transaction/stakeTopUp.ts';

const CAI: Address = '0x1111111111111111111111111111111111111111';
const STAKING: Address = '0x2222222222222222222222222222222222222222';
const ACCOUNT: Address = '0x3333333333333333333333333333333333333333';
const AMOUNT = 5n;
const HASH: Hex = `0x${'a1'.repeat(32)}`;
const SIGNATURE: Hex = `0x${'11'.repeat(32)}${'22'.repeat(32)}1b`;

const VIEWS: Record<string, unknown> = {
  allowance: 0n,
  eip712Domain: ['0x0f', 'Cuckoo AI', '1'],
  nonces: 0n,
};

interface Account {
  code?: Hex;
  allowance?: bigint;
  batching?: Batching;
  /** What becomes of a batch; undefined where the wallet sends none. */
  together?: Hex | undefined;
}

function setUp(sign: () => Promise<Hex>, { code, allowance, batching = 'none', together }: Account = {}) {
  const send = vi.fn<FlowWallet['send']>(async () => '0x');
  const sendTogether = vi.fn<FlowWallet['sendTogether']>(async () => together);
  const network = {
    config: { chainId: 1, contracts: { cai: CAI, staking: STAKING } },
    client: {
      getCode: async () => code,
      getBlock: async () => ({ timestamp: 1_000n }),
      readContract: async ({ functionName }: { functionName: string }) =>
        functionName === 'allowance' && allowance !== undefined ? allowance : VIEWS[functionName],
    },
  } as unknown as Network;
  const wallet: FlowWallet = {
    ...{ address: ACCOUNT, signTypedData: vi.fn(sign), send },
    ...{ batching: async () => batching, sendTogether },
  };
  return {
    ...{ wallet, send, sendTogether },
    stake: () => sendStake(network, wallet, AMOUNT),
    vote: () => sendWithTopUp(network, wallet, AMOUNT, VOTE),
  };
}

const fail = (code: number) => () => Promise.reject(Object.assign(new Error('no'), { code }));
const nameOf = (call: { data: Hex } | undefined) =>
  call && decodeFunctionData({ abi: [...stakingAbi, ...caiAbi], data: call.data }).functionName;
const namesOf = (send: FlowWallet['send']) => vi.mocked(send).mock.calls.map(([call]) => nameOf(call));
const VOTE = encodeFunctionData({ abi: stakingAbi, functionName: 'vote', args: [3n, AMOUNT] });

describe('sendStake', () => {
  it('stakes by a signature where the wallet gives one, and sends nothing before', async () => {
    const { stake, send, sendTogether } = setUp(async () => SIGNATURE);
    await stake();
    expect(namesOf(send)).toEqual(['stakeWithPermit']);
    expect(sendTogether).not.toHaveBeenCalled();
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
    const { stake, send } = setUp(sign);
    await stake();
    expect(namesOf(send)).toEqual(['approve', 'stake']);
    const [approval] = send.mock.calls[0]!;
    expect(approval.to).toBe(CAI);
    expect(decodeFunctionData({ abi: caiAbi, data: approval.data }).args).toEqual([STAKING, AMOUNT]);
  });

  it.each([
    ['the user declines', () => Promise.reject(new UserRejectedRequestError(new Error('no')))],
    ['the user declines, as a code says', fail(4001)],
    ['the user declines, in words alone', () => Promise.reject(new Error('The user rejected the request.'))],
    ['the user declines on a device', () => Promise.reject(new Error('Transaction declined by the user'))],
    ['the account has changed', () => Promise.reject(new TransactionFailure('ACCOUNT_CHANGED', 'changed'))],
  ])('sends nothing when %s', async (_, sign) => {
    const { stake, send, sendTogether } = setUp(sign as () => Promise<Hex>);
    await expect(stake()).rejects.toThrow();
    expect(send).not.toHaveBeenCalled();
    expect(sendTogether).not.toHaveBeenCalled();
  });

  it('asks a contract for no signature, and for no approval that it has', async () => {
    const { stake, send, wallet, sendTogether } = setUp(async () => SIGNATURE, {
      ...{ code: '0x60', allowance: AMOUNT, batching: 'supported', together: HASH },
    });
    await stake();
    expect(namesOf(send)).toEqual(['stake']);
    expect(wallet.signTypedData).not.toHaveBeenCalled();
    expect(sendTogether).not.toHaveBeenCalled();
  });

  it.each<[string, Account]>([
    ['contract that does several calls as one', { code: '0x60', batching: 'supported' }],
    ['account that does, and is not deployed yet', { batching: 'supported' }],
    ['contract that could', { code: '0x60', batching: 'ready' }],
  ])('approves and stakes at once from a %s, without a signature', async (_, account) => {
    const { stake, send, wallet, sendTogether } = setUp(async () => SIGNATURE, {
      ...account,
      together: HASH,
    });
    expect(await stake()).toBe(HASH);
    expect(sendTogether.mock.calls.map(([calls]) => calls.map(nameOf))).toEqual([['approve', 'stake']]);
    expect(send).not.toHaveBeenCalled();
    expect(wallet.signTypedData).not.toHaveBeenCalled();
  });

  it('does not make a plain account a smart one that can sign', async () => {
    const { stake, send, sendTogether } = setUp(async () => SIGNATURE, { batching: 'ready', together: HASH });
    await stake();
    expect(namesOf(send)).toEqual(['stakeWithPermit']);
    expect(sendTogether).not.toHaveBeenCalled();
  });

  it('sends one after the other where the wallet does not keep to its word', async () => {
    const { stake, send } = setUp(async () => SIGNATURE, { batching: 'supported', together: undefined });
    await stake();
    expect(namesOf(send)).toEqual(['approve', 'stake']);
  });

  it('sends nothing more where a batch has an uncertain end', async () => {
    const { stake, send, sendTogether } = setUp(async () => SIGNATURE, { batching: 'supported' });
    sendTogether.mockRejectedValue(new TransactionFailure('UNCLEAR', 'unclear'));
    await expect(stake()).rejects.toMatchObject({ code: 'UNCLEAR' });
    expect(send).not.toHaveBeenCalled();
  });
});

it('sendWithTopUp brings the stake and uses it in one call, in a batch too', async () => {
  const { vote, sendTogether } = setUp(async () => SIGNATURE, { batching: 'supported', together: HASH });
  await vote();
  const [[, action] = []] = sendTogether.mock.calls[0]!;
  const { args } = decodeFunctionData({ abi: stakingAbi, data: action!.data });
  const stake = encodeFunctionData({ abi: stakingAbi, functionName: 'stake', args: [AMOUNT] });
  expect(args).toEqual([[stake, VOTE]]);
});
