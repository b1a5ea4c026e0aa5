import { type Address, type Hex, pad } from 'viem';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type BatchReceipts, followBatch } from '#web/transaction/batch/followBatch.ts';
import type { WalletBatches } from '#web/wallet/walletLink.ts';

const [CAI, STAKING]: Address[] = [`0x${'1c'.repeat(20)}`, `0x${'2a'.repeat(20)}`];
const ACCOUNT: Address = `0x${'3b'.repeat(20)}`;
const STRANGER: Address = `0x${'4d'.repeat(20)}`;
const [DONE, OTHER]: Hex[] = [`0x${'a1'.repeat(32)}`, `0x${'b2'.repeat(32)}`];
const BATCH = { id: '0x12', account: ACCOUNT, contracts: [CAI!, STAKING!], afterBlock: 9n };

const log = (address: Address, user = ACCOUNT) => ({
  address,
  topics: [`0x${'ee'.repeat(32)}`, pad(user)] as Hex[],
});
const receipt = (logs: ReturnType<typeof log>[], blockNumber = 10n) => ({
  ...{ status: 'success', blockNumber, logs },
});
const said = (statusCode: unknown, ...hashes: unknown[]) => ({
  statusCode,
  receipts: hashes.map((transactionHash) => ({ transactionHash, status: 'success' })),
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param answers of the wallet, one after the other; the last for ever */
async function follow(answers: unknown[], chain: Record<Hex, unknown>) {
  const status = vi.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer instanceof Promise ? await answer : answer;
  });
  const waitForTransactionReceipt = async ({ hash }: { hash: Hex }) => {
    if (chain[hash] === undefined) throw new Error('not found');
    return chain[hash];
  };
  const hashes: Hex[] = [];
  const following = followBatch(
    { status } as unknown as WalletBatches,
    { waitForTransactionReceipt } as unknown as BatchReceipts,
    BATCH,
    (hash) => hashes.push(hash),
  ).then(
    (hash) => ({ hash }),
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );
  await vi.advanceTimersByTimeAsync(200_000);
  return { status, hashes, end: await following };
}

const WHOLE = { [DONE!]: receipt([log(CAI!), log(STAKING!)]) };

it('followBatch waits until the wallet has done a batch, and tells of its transaction', async () => {
  const { end, hashes, status } = await follow([said(100), said(100), said(200, DONE)], WHOLE);
  expect(end).toEqual({ hash: DONE });
  expect(hashes).toEqual([DONE]);
  expect(status).toHaveBeenCalledTimes(3);
});

it('followBatch takes calls that a wallet did in transactions of their own', async () => {
  const chain = { [OTHER!]: receipt([log(CAI!)]), [DONE!]: receipt([log(STAKING!)], 11n) };
  expect((await follow([said(200, OTHER, DONE)], chain)).end).toEqual({ hash: DONE });
});

it.each<[string, unknown[]]>([
  [
    'knows the batch only after a while',
    [Object.assign(new Error('unknown'), { code: 5730 }), said(200, DONE)],
  ],
  ['answers nonsense at first', [null, 'soon', said('PENDING'), said(200, 'a hash'), said(200, DONE)]],
  ['leaves a question without an answer', [new Promise(() => undefined), said(200, DONE)]],
])('followBatch asks a wallet again that %s', async (_, answers) => {
  expect((await follow(answers, WHOLE)).end).toEqual({ hash: DONE });
});

it.each([
  ['has stopped trying', said(400), 'NOT_SENT', /Nothing changed/],
  ['reverted all of it', said(500, DONE), 'REVERTED', /Try again/],
  ['did a part', said(600, DONE), 'PARTIAL', /only a part/],
])('followBatch fails where a wallet %s', async (_, answer, code, sentence) => {
  const { end } = await follow([answer], { [DONE!]: receipt([log(CAI!)]) });
  expect(end).toMatchObject({ code, message: expect.stringMatching(sentence) });
});

it.each([
  ['reverted', said(500, DONE)],
  ['only a part', said(600, DONE)],
])('followBatch believes the chain where a wallet calls %s what went through', async (_, answer) => {
  expect((await follow([answer], WHOLE)).end).toEqual({ hash: DONE });
});

it.each<[string, unknown, Record<Hex, unknown>]>([
  ['of no transaction', said(200), WHOLE],
  ['of a transaction that the chain does not have', said(200, OTHER), WHOLE],
  ['of one that did a part', said(200, DONE), { [DONE!]: receipt([log(CAI!)]) }],
  ['of an older one', said(200, DONE), { [DONE!]: receipt([log(CAI!), log(STAKING!)], 9n) }],
  [
    'of somebody else’s',
    said(200, DONE),
    { [DONE!]: receipt([log(CAI!, STRANGER), log(STAKING!, STRANGER)]) },
  ],
  ['of one that reverted', said(200, DONE), { [DONE!]: { ...receipt([]), status: 'reverted' } }],
  ['in a code that there is not', said(700, DONE), {}],
])('followBatch does not believe a wallet that says so %s', async (_, answer, chain) => {
  const { end } = await follow([answer], chain);
  expect(end).toMatchObject({
    code: 'UNCLEAR',
    message: expect.stringMatching(/before you send it again\.$/),
  });
});

it.each([
  ['works on it for ever', said(100)],
  ['never answers', new Promise(() => undefined)],
  ['fails whenever it is asked', new Error('gone')],
  ['names more transactions than there can be', said(200, ...Array.from({ length: 17 }, () => DONE))],
])('followBatch ends after two minutes where a wallet %s', async (_, answer) => {
  const { end, status } = await follow([answer], WHOLE);
  expect(end).toMatchObject({
    code: 'UNCLEAR',
    message: expect.stringMatching(/before you send it again\.$/),
  });
  expect(status.mock.calls.length).toBeLessThanOrEqual(120);
});
