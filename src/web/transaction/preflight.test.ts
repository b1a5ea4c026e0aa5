import { encodeErrorResult, type Hex, numberToHex } from 'viem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { juriesAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { preflight } from '#web/transaction/preflight.ts';
import { ACCOUNT, FakeChain, TO } from '#web/transaction/testing/fakeChain.ts';

const NOW_S = 2_000;
const TRIED = { account: ACCOUNT, to: TO, data: '0x01' } as const;
const reverted = (data: Hex) => ({ code: 3, message: 'execution reverted', data });
const notReady = (readyAt: number) =>
  reverted(encodeErrorResult({ abi: stakingAbi, errorName: 'ExitNotReady', args: [7n, BigInt(readyAt)] }));
const unknownExit = reverted(
  encodeErrorResult({ abi: stakingAbi, errorName: 'UnknownExit', args: [BigInt(NOW_S)] }),
);
const NO_OVERRIDES = { code: -32_602, message: 'too many arguments, want at most 3' };

let chain: FakeChain;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW_S * 1_000 });
  chain = new FakeChain();
});
afterEach(() => {
  vi.useRealTimers();
});
const tried = () => preflight(chain.client, TRIED);

describe('a call that the node’s block is too old for', () => {
  it('is tried at the time of now from the second on at which it is due', async () => {
    chain.refuses = { pending: notReady(NOW_S) };
    await expect(tried()).resolves.toBe(1n);
    expect(chain.times).toEqual([numberToHex(NOW_S), numberToHex(NOW_S)]);
  });

  it('is tried so where the juries’ contract says that it is too early', async () => {
    const tooEarly = encodeErrorResult({ abi: juriesAbi, errorName: 'TooEarly', args: [BigInt(NOW_S)] });
    chain.refuses = { pending: reverted(tooEarly) };
    await expect(tried()).resolves.toBe(1n);
  });

  it('is refused a second before', async () => {
    chain.refuses = { pending: notReady(NOW_S + 1) };
    await expect(tried()).rejects.toThrow(/ExitNotReady|reverted/);
    expect(chain.times).toEqual([]);
  });

  it('is refused for what else is wrong with it', async () => {
    chain.refuses = { pending: unknownExit };
    await expect(tried()).rejects.toThrow();
    expect(chain.times).toEqual([]);

    chain.refuses = { pending: notReady(NOW_S) };
    chain.later = { eth_call: unknownExit };
    await expect(tried()).rejects.toMatchObject({ walk: expect.any(Function) });
    expect(chain.asked.filter((method) => method === 'eth_estimateGas')).toEqual([]);
  });

  it('is tried so at the latest block too, where there is no pending one', async () => {
    chain.refuses = { pending: { code: -32_000, message: 'no pending block' }, latest: notReady(NOW_S) };
    await expect(tried()).resolves.toBe(1n);
  });

  it('is offered enough gas where the node cannot estimate at another time', async () => {
    chain.refuses = { pending: notReady(NOW_S) };
    chain.later = { eth_estimateGas: NO_OVERRIDES };
    await expect(tried()).resolves.toBe(500_000n);
  });

  it('is refused as too early where the node cannot try it at another time', async () => {
    chain.refuses = { pending: notReady(NOW_S) };
    chain.later = { eth_call: NO_OVERRIDES };
    await expect(tried()).rejects.toThrow(/reverted/);
  });
});
