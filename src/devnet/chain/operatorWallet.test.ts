import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type LocalAccount,
  parseEther,
  type TransactionReceipt,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chainOf, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { MemoryOutgoing } from '#coordinator/testing/memoryOutgoing.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import type { OperatorWallet, OperatorWalletDeps } from '#coordinator/wallet/operatorWallet.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';

const REPLACE_MS = 60_000;
const GWEI = 10n ** 9n;
const TO = `0x${'12'.repeat(20)}` as const;
const CALL = { to: TO, data: '0x' } as const;

let folder: string;
let anvil: Anvil;
let client: ReadClient;
let account: LocalAccount;
let store: MemoryOutgoing;
let nowMs: number;
let wallet: OperatorWallet;
const network = () => ({ name: 'test', chainId: 31_337, rpcUrl: anvil.rpcUrl, devnet: true });
const chain = () => createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-wallet-'));
  anvil = await startAnvil({ port: 0, stateFile: join(folder, 'state.json'), chainId: 31_337 });
  client = readClientOf(network());
  await chain().setAutomine(false);
});
afterAll(async () => {
  await anvil.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  account = privateKeyToAccount(generatePrivateKey());
  await chain().setBalance({ address: account.address, value: parseEther('1') });
  store = new MemoryOutgoing();
  nowMs = 1_700_000_000_000;
  wallet = walletOf();
});

/** The coordinator's wallet, as after a restart. */
const walletOf = (more: Partial<OperatorWalletDeps> = {}): OperatorWallet =>
  testWallet(client, account, { store, nowMs: () => nowMs, replaceAfterMs: REPLACE_MS, ...more });
const mine = (): Promise<void> => chain().mine({ blocks: 1 });
const minedCount = (): Promise<number> => client.getTransactionCount({ address: account.address });
/** Sends, and does not wait for a block. */
async function sendOff(by = wallet): Promise<void> {
  await expect(by.inTurn((send) => send(CALL, 0))).rejects.toMatchObject({ code: 'PENDING' });
}
async function sendAndMine(by = wallet): Promise<TransactionReceipt> {
  const [before] = store.kept?.hashes ?? [];
  const sent = by.inTurn((send) => send(CALL));
  const isSent = async () => {
    const [hash] = store.kept?.hashes ?? [];
    return hash !== undefined && hash !== before && (await isInPool(hash));
  };
  while (!(await isSent())) await new Promise((resolve) => setTimeout(resolve, 20));
  await mine();
  return sent;
}
const isInPool = async (hash: Hex): Promise<boolean> =>
  client.getTransaction({ hash }).then(
    () => true,
    () => false,
  );
/** Sends with the same key, and tells the wallet nothing. */
const sendElsewhere = (nonce: number, maxFeePerGas = 10n * GWEI): Promise<Hex> =>
  createWalletClient({ account, chain: chainOf(network()), transport: http(anvil.rpcUrl) }).sendTransaction({
    ...{ to: TO, nonce, gas: 21_000n, maxFeePerGas, maxPriorityFeePerGas: maxFeePerGas },
  });

describe('OperatorWallet', () => {
  it('sends one after the other, and goes on after a failure', async () => {
    await expect(wallet.inTurn(() => Promise.reject(new Error('a failed')))).rejects.toThrow('a failed');
    const first = await sendAndMine();
    const second = await sendAndMine();
    expect([first.status, second.status, await minedCount()]).toEqual(['success', 'success', 2]);
    expect([store.kept, await wallet.hasPending(), wallet.stuck()]).toEqual([undefined, false, undefined]);
  });

  it('replaces a transaction without a block by one of the same nonce that offers more', async () => {
    const sent = wallet.inTurn((send) => send(CALL));
    while (store.kept === undefined || !(await isInPool(store.kept.hashes[0]!)))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const [first] = store.kept.hashes;
    nowMs += REPLACE_MS - 1;
    await wallet.tend();
    expect([store.kept.hashes, wallet.stuck()]).toEqual([[first], undefined]);
    nowMs += 1;
    await wallet.tend();
    const [, second] = store.kept.hashes;
    const [before, after] = [await isInPool(first!), await client.getTransaction({ hash: second! })];
    expect([before, after.nonce]).toEqual([false, 0]);
    expect(wallet.stuck()).toEqual({
      ...{ sinceMs: nowMs - REPLACE_MS, nonce: 0, hash: second, raises: 1, isAtCeiling: false },
    });
    await mine();
    expect(await sent).toMatchObject({ transactionHash: second, status: 'success' });
    expect(wallet.stuck()).toBeUndefined();
  });

  it('sends nothing else meanwhile', async () => {
    await sendOff();
    await sendOff();
    expect(store.kept?.hashes).toHaveLength(1);
    await mine();
    expect(await minedCount()).toBe(1);
    expect((await sendAndMine()).status).toBe('success');
  });

  it('replaces one that was sent before a restart', async () => {
    await sendOff();
    nowMs += REPLACE_MS;
    const next = walletOf();
    expect(await next.hasPending()).toBe(true);
    expect(next.stuck()).toMatchObject({ nonce: 0, raises: 1 });
    await mine();
    expect([await next.hasPending(), await minedCount()]).toEqual([false, 1]);
  });

  it('notices after a restart that it was mined meanwhile', async () => {
    await sendOff();
    await mine();
    nowMs += REPLACE_MS;
    expect([await walletOf().hasPending(), store.kept, await minedCount()]).toEqual([false, undefined, 1]);
  });

  it('notices when the first is mined although it was replaced', async () => {
    await sendOff();
    const [first] = store.kept!.hashes;
    nowMs += REPLACE_MS;
    const raw = (await client.getTransaction({ hash: first! })).nonce;
    await mine();
    // As if the replacement had been stored when the first was mined.
    store.kept = { ...store.kept!, hashes: [first!, `0x${'ab'.repeat(32)}`] };
    expect([raw, await walletOf().hasPending(), store.kept]).toEqual([0, false, undefined]);
  });

  it('sends one again that a node has dropped', async () => {
    await sendOff();
    const [hash] = store.kept!.hashes;
    await chain().dropTransaction({ hash: hash! });
    nowMs += REPLACE_MS / 4 - 1;
    await wallet.tend();
    expect(await isInPool(hash!)).toBe(false);
    nowMs += 1;
    await wallet.tend();
    expect([await isInPool(hash!), store.kept!.hashes]).toEqual([true, [hash]]);
    await mine();
    expect(await wallet.hasPending()).toBe(false);
  });

  it('gives up one whose nonce another transaction took, once no node knows a receipt', async () => {
    await sendOff();
    await chain().dropTransaction({ hash: store.kept!.hashes[0]! });
    await sendElsewhere(0);
    await mine();
    expect(await wallet.hasPending()).toBe(true);
    nowMs += REPLACE_MS / 2 - 1;
    expect(await wallet.hasPending()).toBe(true);
    nowMs += 1;
    expect([await wallet.hasPending(), store.kept]).toEqual([false, undefined]);
    expect((await sendAndMine()).status).toBe('success');
  });

  it('gives up one whose predecessors the chain lost with their blocks, and sends again from there', async () => {
    const id = await chain().snapshot();
    await sendAndMine();
    await sendOff();
    const [hash] = store.kept!.hashes;
    await chain().revert({ id });
    await chain().dropTransaction({ hash: hash! });
    expect(await minedCount()).toBe(0);
    expect(await wallet.hasPending()).toBe(true);
    nowMs += REPLACE_MS - 1;
    expect(await wallet.hasPending()).toBe(true);
    // A node that was some blocks behind.
    await chain().setNonce({ address: account.address, nonce: 1 });
    expect(await wallet.hasPending()).toBe(true);
    await chain().setNonce({ address: account.address, nonce: 0 });
    nowMs += REPLACE_MS - 1;
    expect(await wallet.hasPending()).toBe(true);
    nowMs += REPLACE_MS;
    expect(await wallet.hasPending()).toBe(false);
    expect(store.kept).toBeUndefined();
    expect((await sendAndMine()).status).toBe('success');
  });

  it('waits for one that was sent elsewhere, and replaces it by an empty one when it gets no block', async () => {
    const elsewhere = await sendElsewhere(0, 50n * GWEI);
    await sendOff();
    nowMs += REPLACE_MS - 1;
    await wallet.tend();
    expect([store.kept, wallet.stuck()]).toEqual([undefined, undefined]);
    nowMs += 1;
    expect(wallet.stuck()).toMatchObject({ sinceMs: nowMs - REPLACE_MS, nonce: 0, hash: undefined });
    while (await isInPool(elsewhere)) {
      nowMs += REPLACE_MS;
      await wallet.tend();
    }
    await mine();
    expect([await wallet.hasPending(), await minedCount()]).toEqual([false, 1]);
    expect((await sendAndMine()).status).toBe('success');
  });

  it('fills a gap of nonces', async () => {
    const beyond = await sendElsewhere(1);
    expect(await wallet.hasPending()).toBe(false);
    expect((await sendAndMine()).status).toBe('success');
    await mine();
    expect([await minedCount(), (await client.getTransactionReceipt({ hash: beyond })).status]).toEqual([
      2,
      'success',
    ]);
    expect(await wallet.hasPending()).toBe(false);
  });

  it('offers no more than the ceiling, and says so', async () => {
    const maxFeePerGas = 10n * GWEI;
    wallet = walletOf({ maxFeePerGas });
    await sendOff();
    for (let raise = 0; raise < 30; raise++) {
      nowMs += REPLACE_MS;
      await wallet.tend();
    }
    const { hashes, ...fees } = store.kept!;
    expect(fees.maxFeePerGas).toBeLessThanOrEqual(maxFeePerGas);
    expect(fees.maxFeePerGas * 112n).toBeGreaterThan(maxFeePerGas * 99n);
    expect(wallet.stuck()).toMatchObject({ isAtCeiling: true, hash: hashes.at(-1) });
    expect(hashes.length).toBeGreaterThan(2);
    await mine();
    expect(await wallet.hasPending()).toBe(false);
  });

  it('keeps nothing that a node refuses, as where the key has no money', async () => {
    await chain().setBalance({ address: account.address, value: 1n });
    await expect(wallet.inTurn((send) => send(CALL))).rejects.toThrow();
    expect([store.kept, await wallet.hasPending()]).toEqual([undefined, false]);
  });

  it('sends nothing that would be reverted', async () => {
    // PUSH1 0, PUSH1 0, REVERT.
    const to = `0x${'34'.repeat(20)}` as const;
    await chain().setCode({ address: to, bytecode: '0x60006000fd' });
    await expect(wallet.inTurn((send) => send({ to, data: '0x' }))).rejects.toThrow('reverted');
    expect([store.kept, await wallet.hasPending()]).toEqual([undefined, false]);
  });
});
