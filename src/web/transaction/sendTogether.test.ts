import { encodeErrorResult, type Hex, HttpRequestError, pad, UserRejectedRequestError } from 'viem';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Network } from '#web/network/networkContext.ts';
import { contractsAbi } from '#web/transaction/failure/contractErrors.ts';
import { transactionSentence } from '#web/transaction/failure/transactionSentence.ts';
import type { TransactionState } from '#web/transaction/flow.ts';
import { openWallet } from '#web/transaction/openWallet.ts';
import { ACCOUNT, FakeChain, SENT, TO } from '#web/transaction/testing/fakeChain.ts';
import { memoryLog } from '#web/transaction/testing/memoryLog.ts';
import type { WalletActions } from '#web/wallet/walletLink.ts';

const CHAIN = 7;
const SECOND = `0x${'4'.repeat(40)}` as const;
const CALLS = [
  { to: TO, data: '0x01' },
  { to: SECOND, data: '0x02' },
] as const;
/** Of a block after the one that the fake chain is at when it is first asked. */
const LOG = {
  ...{ address: TO, topics: [`0x${'ee'.repeat(32)}`, pad(ACCOUNT)], data: '0x' },
  ...{ blockNumber: '0xb', transactionHash: SENT, logIndex: '0x0' },
};

let chain: FakeChain;
beforeEach(() => {
  vi.useFakeTimers();
  chain = new FakeChain();
  chain.logs = [LOG, { ...LOG, address: SECOND, logIndex: '0x1' }];
});
afterEach(() => void vi.useRealTimers());

/** @param more what this wallet does otherwise than one that does it all at once */
async function sendBy(more: Partial<WalletActions['batches']>, account: () => Hex = () => ACCOUNT) {
  const batches = {
    capabilities: async () => ({ atomic: { status: 'supported' } }),
    send: vi.fn(async () => ({ id: '0x12' })),
    status: async () => ({ statusCode: 200, receipts: [{ transactionHash: SENT }] }),
    ...more,
  };
  const wallet = {
    account: () => ({ address: account(), chainId: CHAIN }),
    sendTransaction: vi.fn(async (): Promise<Hex> => SENT),
    batches,
  };
  const states: Partial<TransactionState>[] = [];
  const config = { chainId: CHAIN, contracts: { disputes: SECOND } };
  const network = { config, client: chain.client } as unknown as Network;
  const log = memoryLog();
  const opened = await openWallet(wallet as unknown as WalletActions, network, {
    onState: (state) => states.push(state),
    signal: new AbortController().signal,
    log,
  });
  const sending = opened.sendTogether(CALLS).then(
    (hash) => ({ hash }),
    (error: unknown) => ({ error }),
  );
  await vi.advanceTimersByTimeAsync(200_000);
  return { end: await sending, states, batches, wallet, log };
}

it('sendTogether asks the wallet once, and says where it is', async () => {
  chain.minedAt = 11n;
  const { end, states, batches, wallet, log } = await sendBy({});
  expect(end).toEqual({ hash: SENT });
  expect(log.records()).toMatchObject([{ id: '0x12', hash: SENT, state: 'confirmed', batch: null }]);
  expect(states.flatMap(({ phase, hash }) => phase ?? hash)).toEqual([
    ...['checking', 'checking', 'confirming', 'pending', SENT],
  ]);
  expect(vi.mocked(batches.send).mock.calls).toEqual([[{ account: ACCOUNT, chainId: CHAIN, calls: CALLS }]]);
  expect(wallet.sendTransaction).not.toHaveBeenCalled();
});

it('sendTogether asks a wallet nothing that cannot', async () => {
  const { end, batches } = await sendBy({ capabilities: async () => ({}) });
  expect(end).toEqual({ hash: undefined });
  expect(batches.send).not.toHaveBeenCalled();
});

it('sendTogether does not open the wallet for what the contract refuses', async () => {
  const data = encodeErrorResult({ abi: contractsAbi, errorName: 'FaucetEmpty' });
  chain.simulated = [{ calls: [{ status: '0x1' }, { status: '0x0', error: { code: 3, data } }] }];
  const { end, batches } = await sendBy({});
  expect(transactionSentence((end as { error: unknown }).error)).toMatch(/faucet is empty/);
  expect(batches.send).not.toHaveBeenCalled();
});

it('sendTogether opens the wallet for what the chain takes', async () => {
  chain.minedAt = 11n;
  chain.simulated = [{ calls: [{ status: '0x1' }, { status: '0x1' }] }];
  expect((await sendBy({})).end).toEqual({ hash: SENT });
  const calls = CALLS.map((call) => ({ from: ACCOUNT, ...call }));
  expect(chain.tried).toEqual([{ blockStateCalls: [{ calls }] }, '0xa']);
});

it('sendTogether does not believe that all is done where one of the contracts has logged nothing', async () => {
  chain.minedAt = 11n;
  chain.logs = [LOG];
  const { end, log } = await sendBy({});
  expect(end).toMatchObject({ error: { code: 'UNCLEAR' } });
  expect(log.records()).toMatchObject([{ id: '0x12', state: 'unclear' }]);
});

it('sendTogether asks a wallet nothing whose account was changed during the trial', async () => {
  const account = () => (chain.asked.includes('eth_simulateV1') ? SECOND : ACCOUNT);
  const { end, batches } = await sendBy({}, account);
  expect(end).toMatchObject({ error: { code: 'ACCOUNT_CHANGED' } });
  expect(batches.send).not.toHaveBeenCalled();
});

it('sendTogether sends nothing while the chain is down', async () => {
  chain.isDown = true;
  const { end, batches } = await sendBy({});
  expect(transactionSentence((end as { error: unknown }).error)).toMatch(/chain does not answer/);
  expect(batches.send).not.toHaveBeenCalled();
});

it('sendTogether ends where the user declines, and sends nothing else', async () => {
  const declined = new UserRejectedRequestError(new Error('no'));
  const { end, wallet } = await sendBy({ send: () => Promise.reject(declined) });
  expect(end).toEqual({ error: declined });
  expect(wallet.sendTransaction).not.toHaveBeenCalled();
});

it.each([403, 501])(
  'sendTogether opens the wallet where the gateway has no trial, and says %i',
  async (status) => {
    chain.minedAt = 11n;
    chain.notSimulated = new HttpRequestError({ url: 'http://node.test', status });
    expect((await sendBy({})).end).toEqual({ hash: SENT });
  },
);

it('sendTogether sends nothing where the chain goes down at the trial', async () => {
  chain.notSimulated = new HttpRequestError({ url: 'http://node.test' });
  const { end, batches } = await sendBy({});
  expect(transactionSentence((end as { error: unknown }).error)).toMatch(/chain does not answer/);
  expect(batches.send).not.toHaveBeenCalled();
});
