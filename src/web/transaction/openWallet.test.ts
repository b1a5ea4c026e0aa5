import { type Hex, UserRejectedRequestError } from 'viem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Network } from '#web/network/networkContext.ts';
import { explainFailure } from '#web/transaction/failureSentence.ts';
import type { PageWallet, TransactionPhase } from '#web/transaction/flow.ts';
import type { TransactionLog } from '#web/transaction/log/transactionLog.ts';
import { openWallet } from '#web/transaction/openWallet.ts';
import { ACCOUNT, FakeChain, type Fate, OTHER, SENT, TO } from '#web/transaction/testing/fakeChain.ts';
import { memoryLog } from '#web/transaction/testing/memoryLog.ts';
import { STALL_MS, TransactionRun } from '#web/transaction/transactionRun.ts';
import type { WalletAccount, WalletActions } from '#web/wallet/walletLink.ts';

const CHAIN = 7;
const STRANGER = '0x4444444444444444444444444444444444444444';
const rejects = async () => Promise.reject(new UserRejectedRequestError(new Error('no')));

/** What a wallet says to a method that it does not have. */
const missing = async () => Promise.reject(Object.assign(new Error('no such method'), { code: 4200 }));

/** A wallet that does what it is asked at once, but for what a test replaces. */
function walletWith(more: Partial<WalletActions> = {}) {
  const wallet: WalletActions & { at: WalletAccount } = {
    at: { address: ACCOUNT, chainId: CHAIN } as WalletAccount,
    account: (): WalletAccount => wallet.at,
    switchChain: vi.fn(async (chainId: number) => {
      wallet.at = { ...wallet.at, chainId };
    }),
    signTypedData: vi.fn(async (): Promise<Hex> => '0x51'),
    sendTransaction: vi.fn(async (): Promise<Hex> => SENT),
    batches: { capabilities: missing, send: missing, status: missing },
    ...more,
  };
  return wallet;
}

/** The flows of the dApp's pages: one call; a signature and a call; two calls. */
const FLOWS: Record<string, (wallet: PageWallet) => Promise<unknown>> = {
  'one call (drip, unstake, unvote, withdraw, restake, claim, redeem, unjail)': (wallet) =>
    wallet.send({ to: TO, data: '0x01' }),
  'a signature and a call (stake, register, vote)': async (wallet) => {
    await wallet.signTypedData({ domain: {}, types: {}, primaryType: 'Permit', message: {} });
    await wallet.send({ to: TO, data: '0x01' });
  },
  'two calls (approve, then stake)': async (wallet) => {
    await wallet.send({ to: TO, data: '0x01' });
    await wallet.send({ to: TO, data: '0x01' });
  },
};

let chain: FakeChain;
let log: TransactionLog;
/** Runs a flow. @returns the run, its phases, and whether it went through */
function begin(wallet: WalletActions, flow: (wallet: PageWallet) => Promise<unknown>) {
  const config = { chainId: CHAIN, contracts: { disputes: STRANGER } };
  const network = { config, client: chain.client } as unknown as Network;
  const run = new TransactionRun({
    open: (onState, signal) => openWallet(wallet, network, { onState, signal, log }),
    explain: explainFailure,
    refresh: async () => undefined,
  });
  const phases: TransactionPhase[] = [];
  run.subscribe(() => {
    const { phase } = run.state();
    if (phase !== phases.at(-1)) phases.push(phase);
  });
  return { run, phases, ended: run.run(flow) };
}
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
/** Some looks at the chain. */
const WHILE_MS = 5_000;

beforeEach(() => {
  vi.useFakeTimers();
  chain = new FakeChain();
  log = memoryLog();
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(Object.entries(FLOWS))('a flow of %s', (_, flow) => {
  it('goes through', async () => {
    const { run, ended } = begin(walletWith(), flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(true);
    expect(run.state()).toMatchObject({ phase: 'done', hash: SENT });
    expect(log.records()).toMatchObject([{ id: SENT, account: ACCOUNT, state: 'confirmed', call: null }]);
  });

  it.each([
    ['declines', { signTypedData: rejects, sendTransaction: rejects }, 'cancelled', /You declined/],
    [
      'breaks',
      { signTypedData: rejects, sendTransaction: async () => Promise.reject(new Error('device locked')) },
      /cancelled|failed/,
      /\.$/,
    ],
  ])('ends when the wallet %s', async (_, wallet, phase, sentence) => {
    const { run, ended } = begin(walletWith(wallet as Partial<WalletActions>), flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(false);
    expect(run.state().phase).toMatch(phase);
    expect(run.state().failure).toMatch(sentence);
  });

  it('says that the wallet is asked and does not answer, and goes through when it does', async () => {
    let answer = (_: Hex): void => undefined;
    const late = vi.fn(() => new Promise<Hex>((resolve) => (answer = resolve)));
    const { run, ended } = begin(walletWith({ sendTransaction: late }), flow);
    await pass(STALL_MS + 1);
    expect(run.state()).toMatchObject({ phase: 'confirming', stalled: true });
    for (let asked = 0; asked < 2; asked++) {
      answer(SENT);
      await pass(WHILE_MS);
    }
    expect(await ended).toBe(true);
  });

  it.each<[Fate, TransactionPhase, RegExp]>([
    ['cancelled', 'cancelled', /You cancelled/],
    ['replaced', 'replaced', /another transaction in place/],
    ['reverted', 'failed', /reverted/],
  ])('that is %s in the chain ends so', async (fate, phase, sentence) => {
    chain.fate = fate;
    const { run, ended } = begin(walletWith(), flow);
    await pass(2 * WHILE_MS);
    expect(await ended).toBe(false);
    expect(run.state()).toMatchObject({ phase, failure: expect.stringMatching(sentence) });
  });

  it('asks a wallet on another network to switch first', async () => {
    const wallet = walletWith();
    wallet.at = { address: ACCOUNT, chainId: 1 };
    const { ended, phases } = begin(wallet, flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(true);
    expect(phases.indexOf('switching')).toBeLessThan(phases.indexOf('confirming'));
  });

  it('sends nothing from a wallet that does not switch', async () => {
    const wallet = walletWith({ switchChain: rejects });
    wallet.at = { address: ACCOUNT, chainId: 1 };
    const { run, ended } = begin(wallet, flow);
    await pass();
    expect(await ended).toBe(false);
    expect(run.state().phase).toBe('cancelled');
    expect(wallet.sendTransaction).not.toHaveBeenCalled();
  });

  it('sends nothing from an account that was switched to in the middle', async () => {
    const wallet = walletWith();
    const { run, ended } = begin(wallet, async (opened) => {
      wallet.at = { address: STRANGER, chainId: CHAIN };
      await flow(opened);
    });
    await pass();
    expect(await ended).toBe(false);
    expect(run.state()).toMatchObject({
      phase: 'failed',
      failure: expect.stringMatching(/^Your wallet changed to 0x.+\. Nothing was sent\.$/),
    });
    expect(wallet.sendTransaction).not.toHaveBeenCalled();
    expect(wallet.signTypedData).not.toHaveBeenCalled();
  });
});

it('sends nothing from an account that was switched to together with the chain', async () => {
  const wallet = walletWith({
    switchChain: vi.fn(async (chainId: number) => {
      wallet.at = { address: STRANGER, chainId };
    }),
  });
  const { run, ended } = begin(wallet, async (opened) => {
    wallet.at = { ...wallet.at, chainId: CHAIN + 1 };
    await opened.send({ to: TO, data: '0x01' });
  });
  await pass(WHILE_MS);
  expect(await ended).toBe(false);
  expect(run.state()).toMatchObject({
    failure: expect.stringMatching(/^Your wallet changed to 0x.+\. Nothing was sent\.$/),
  });
  expect(wallet.sendTransaction).not.toHaveBeenCalled();
});

describe('a call', () => {
  const flow = FLOWS['one call (drip, unstake, unvote, withdraw, restake, claim, redeem, unjail)']!;

  it('that the wallet sent again with more gas is followed under its new hash', async () => {
    chain.fate = 'repriced';
    const { run, ended } = begin(walletWith(), flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(true);
    expect(run.state()).toMatchObject({ phase: 'done', hash: OTHER });
  });

  it('goes through its phases in order', async () => {
    const { phases } = begin(walletWith(), flow);
    await pass(WHILE_MS);
    expect(phases).toEqual(['checking', 'confirming', 'pending', 'done']);
  });

  it('fails in words when the chain is down, without asking the wallet', async () => {
    chain.isDown = true;
    const wallet = walletWith();
    const { run, ended } = begin(wallet, flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(false);
    expect(run.state().failure).toBe('The chain does not answer. Try again in a moment.');
    expect(wallet.sendTransaction).not.toHaveBeenCalled();
  });

  it('never says that the wallet is asked while the chain hangs', async () => {
    chain.gate = new Promise(() => undefined);
    const wallet = walletWith();
    const { run, phases } = begin(wallet, flow);
    await pass(STALL_MS);
    expect(run.state()).toMatchObject({ phase: 'checking', stalled: true });
    expect(phases).toEqual(['checking']);
    expect(wallet.sendTransaction).not.toHaveBeenCalled();
  });

  it('that was given up asks the wallet nothing when the chain answers at last', async () => {
    let open = (): void => undefined;
    chain.gate = new Promise((resolve) => (open = resolve));
    const wallet = walletWith();
    const { run, ended } = begin(wallet, flow);
    await pass(STALL_MS);
    chain.gate = Promise.resolve();
    run.retry();
    open();
    await pass(WHILE_MS);
    expect(await ended).toBe(true);
    expect(wallet.sendTransaction).toHaveBeenCalledTimes(1);
  });

  it('switches the network again where the wallet left it during the check', async () => {
    const wallet = walletWith();
    const { ended } = begin(wallet, async (opened) => {
      wallet.at = { address: ACCOUNT, chainId: 1 };
      await flow(opened);
    });
    await pass(WHILE_MS);
    expect(await ended).toBe(true);
    expect(wallet.switchChain).toHaveBeenCalledTimes(1);
  });

  it('is tried at the time at which it will run, so that a cool-down that is over now is over', async () => {
    chain.refuses = { latest: { code: 3, message: 'execution reverted', data: '0x12345678' } };
    const { ended } = begin(walletWith(), flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(true);
  });

  it('is tried at the latest block by a node that has no pending one', async () => {
    chain.refuses = { pending: { code: -32000, message: 'pending block is not available' } };
    const { ended } = begin(walletWith(), flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(true);
  });

  it('is not tried again at another block where the contract refuses it', async () => {
    chain.refuses = { pending: { code: 3, message: 'execution reverted', data: '0x12345678' } };
    const wallet = walletWith();
    const { ended } = begin(wallet, flow);
    await pass(WHILE_MS);
    expect(await ended).toBe(false);
    expect(chain.asked).toEqual(['eth_call']);
    expect(wallet.sendTransaction).not.toHaveBeenCalled();
  });

  it('asks for gas where the wallet has none', async () => {
    chain.gasBalance = 0n;
    const { run } = begin(walletWith(), flow);
    await pass(WHILE_MS);
    expect(run.state().failure).toContain('too little gas');
  });
});
