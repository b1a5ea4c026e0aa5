import { createWalletClient, custom, defineChain, UserRejectedRequestError } from 'viem';
import { sendCalls } from 'viem/actions';
import { expect, it, vi } from 'vitest';
import { sendBatch } from '#web/transaction/batch/sendBatch.ts';
import type { WalletBatches } from '#web/wallet/walletLink.ts';

const ACCOUNT = '0x3333333333333333333333333333333333333333';
const BATCH = { account: ACCOUNT, chainId: 7, calls: [{ to: ACCOUNT, data: '0x01' }] } as const;

function sendBy(send: () => Promise<unknown>) {
  const batches = { send: vi.fn(send) };
  return { batches, sent: sendBatch(batches as unknown as WalletBatches, BATCH) };
}
const failing = (code: unknown, message = 'no') =>
  Promise.reject(Object.assign(new Error(message), { code }));

it('sendBatch hands on the calls once, and gives the id that the wallet made', async () => {
  const { batches, sent } = sendBy(async () => ({ id: '0x12', capabilities: {} }));
  expect(await sent).toBe('0x12');
  expect(batches.send.mock.calls).toEqual([[BATCH]]);
});

it.each([
  ['does not know the method', 4200],
  ['has no such method', -32601],
  ['does not support something', 5700],
  ['does not batch on this chain', 5710],
  ['takes no batch of this size', 5740],
  ['was told not to make the account a smart one', 5750],
  ['cannot do all or none', 5760],
])('sendBatch says that nothing was sent by a wallet that %s', async (_, code) => {
  expect(await sendBy(() => failing(code, 'The user rejected the upgrade.')).sent).toBeUndefined();
});

it.each([
  ['declines', () => Promise.reject(new UserRejectedRequestError(new Error('no')))],
  ['declines by its code', () => failing(4001)],
  ['refuses what it was given', () => failing(-32602)],
])('sendBatch fails with the words of a wallet that %s', async (_, send) => {
  await expect(sendBy(send as () => Promise<unknown>).sent).rejects.not.toMatchObject({ code: 'UNCLEAR' });
});

it.each<[string, () => Promise<unknown>]>([
  ['breaks inside', () => failing(-32603)],
  ['is cut off', () => Promise.reject(new Error('Connection lost'))],
  ['gives no id', async () => ({})],
  ['gives an empty id', async () => ({ id: '' })],
  ['gives an id without end', async () => ({ id: `0x${'1'.repeat(8_193)}` })],
  ['answers nothing', async () => undefined],
])('sendBatch does not know whether a wallet has sent what %s', async (_, send) => {
  const failure = await sendBy(send).sent.catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'TransactionFailure', code: 'UNCLEAR' });
  expect((failure as Error).message).toMatch(/before you send it again\.$/);
});

/** What the page gets of a wallet's error once viem has put it into errors of its own. */
function sendByViem(error: unknown) {
  const rpcUrls = { default: { http: [] } };
  const nativeCurrency = { name: 'Ether', symbol: 'ETH', decimals: 18 };
  const chain = defineChain({ id: BATCH.chainId, name: 'test', nativeCurrency, rpcUrls });
  const client = createWalletClient({ chain, transport: custom({ request: () => Promise.reject(error) }) });
  const { account, calls } = BATCH;
  return sendBy(() => sendCalls(client, { account, calls, forceAtomic: true })).sent;
}

it.each([
  ['is cut off', new Error('Connection lost')],
  ['answers too late for its relay', Object.assign(new Error('Request expired.'), { code: 8000 })],
  ['is disconnected meanwhile', Object.assign(new Error('gone'), { code: 4900 })],
  ['breaks inside', Object.assign(new Error('no'), { code: -32603 })],
])('sendBatch does not know, through viem either, what a wallet has sent that %s', async (_, error) => {
  await expect(sendByViem(error)).rejects.toMatchObject({ name: 'TransactionFailure', code: 'UNCLEAR' });
});

it.each([4001, 4100, 4902, 5000, 5720, -32000, -32002, -32003, -32005, -32600, -32602])(
  'sendBatch knows through viem that a wallet refuses by %i',
  async (code) => {
    const failure = await sendByViem(Object.assign(new Error('no'), { code })).catch((error) => error);
    expect(failure).toMatchObject({ name: 'TransactionExecutionError' });
  },
);

it('sendBatch knows through viem that a wallet cannot', async () => {
  expect(await sendByViem(Object.assign(new Error('no'), { code: 5750 }))).toBeUndefined();
});
