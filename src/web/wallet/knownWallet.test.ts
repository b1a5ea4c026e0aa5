import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onPermittedWallet, rememberedAccount } from '#web/wallet/knownWallet.ts';

const ADDRESS = '0x1111111111111111111111111111111111111111';

/** As wagmi writes it. */
const store = (current: string | null, accounts: unknown[] = [ADDRESS]) =>
  JSON.stringify({
    state: { current, connections: { __type: 'Map', value: [['uid', { accounts, chainId: 7 }]] } },
  });

it.each<[what: string, stored: string | null, account: unknown]>([
  ['the connected wallet', store('uid'), { address: ADDRESS, chainId: 7 }],
  ['no wallet after it was disconnected', store(null), undefined],
  ['no wallet whose account is none', store('uid', ['me']), undefined],
  ['nothing where there is nothing', null, undefined],
  ['nothing where wagmi wrote only its version', '{"version":2}', undefined],
  [
    'nothing where a connection is null',
    '{"state":{"current":"uid","connections":{"value":[null]}}}',
    undefined,
  ],
  ['nothing where the accounts are a text', store('uid', 'me' as never), undefined],
  ['nothing where the state is null', '{"state":null}', undefined],
  ['nothing that is not JSON', '{"state":', undefined],
])('rememberedAccount finds %s', (_what, stored, account) => {
  const getItem = (key: string) => (key === 'wagmi.store' ? stored : null);
  expect(rememberedAccount(() => ({ getItem }) as Storage)).toEqual(account);
});

const wallet = (accounts: unknown) => ({ request: async () => accounts });
const locked = { request: async () => Promise.reject(new Error('locked')) };
const announce = (provider: unknown) =>
  window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: { provider } }));

beforeEach(() => vi.stubGlobal('window', new EventTarget()));
afterEach(() => vi.unstubAllGlobals());

it.each<[calls: number, what: string, injected: unknown, announced: unknown]>([
  [1, 'a wallet at window.ethereum that shows its account', wallet([ADDRESS]), undefined],
  [1, 'an announced wallet that shows its account', undefined, wallet([ADDRESS])],
  [0, 'wallets that show none', wallet([]), wallet([])],
  [0, 'wallets that are locked or answer nonsense', locked, wallet('yes')],
])('onPermittedWallet calls back %i times for %s', async (calls, _what, injected, announced) => {
  Object.assign(window, { ethereum: injected });
  const found = vi.fn();
  const stop = onPermittedWallet(found);
  announce(announced);
  await new Promise((done) => setImmediate(done));
  expect(found).toHaveBeenCalledTimes(calls);
  stop();
  announce(wallet([ADDRESS]));
  await new Promise((done) => setImmediate(done));
  expect(found).toHaveBeenCalledTimes(calls);
});

it('rememberedAccount finds nothing in a storage that the browser forbids', () => {
  const forbidden = () => {
    throw new DOMException('no', 'SecurityError');
  };
  expect(rememberedAccount(forbidden)).toBeUndefined();
});
