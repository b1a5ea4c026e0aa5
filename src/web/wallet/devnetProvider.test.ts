import { hexToString, recoverMessageAddress, recoverTypedDataAddress, stringToHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { createDevnetProvider } from '#web/wallet/devnetProvider.ts';

const ZERO = '0x0000000000000000000000000000000000000000';
const account = privateKeyToAccount(generatePrivateKey());
const { request } = createDevnetProvider(
  {
    name: 'Test',
    chainId: 31_337,
    // No test may reach the chain: nothing listens on this port, so a call that does fails.
    rpcUrl: 'http://127.0.0.1:9',
    devnet: true,
  },
  account,
);
const ask = request as (call: { method: string; params?: unknown[] }) => Promise<unknown>;

const TYPED = {
  domain: { name: 'Cuckoo AI', version: '1', chainId: 31_337, verifyingContract: ZERO },
  types: { EIP712Domain: [{ name: 'name', type: 'string' }], Permit: [{ name: 'value', type: 'uint256' }] },
  primaryType: 'Permit',
  message: { value: '5' },
} as const;

describe('devnet provider', () => {
  it('returns its account and chain', async () => {
    expect(await ask({ method: 'eth_requestAccounts' })).toEqual([account.address]);
    expect(await ask({ method: 'eth_chainId' })).toBe('0x7a69');
  });

  it('signs messages and typed data with its key', async () => {
    const message = stringToHex('cuckoo');
    const signature = await ask({ method: 'personal_sign', params: [message, account.address] });
    expect(
      await recoverMessageAddress({ message: hexToString(message), signature: signature as `0x${string}` }),
    ).toBe(account.address);
    const types = { ...TYPED, types: { Permit: TYPED.types.Permit }, message: { value: 5n } };
    const typed = await ask({
      method: 'eth_signTypedData_v4',
      params: [account.address, JSON.stringify(TYPED)],
    });
    const domainOnly = { ...types, domain: { name: 'Cuckoo AI' } };
    expect(await recoverTypedDataAddress({ ...domainOnly, signature: typed as `0x${string}` })).toBe(
      account.address,
    );
  });

  it.each([
    ['a signature of another account', { method: 'personal_sign', params: ['0x00', ZERO] }, 4100],
    ['a transaction of another account', { method: 'eth_sendTransaction', params: [{ from: ZERO }] }, 4100],
    ['another chain', { method: 'wallet_switchEthereumChain', params: [{ chainId: '0x1' }] }, 4902],
    ['blind signing', { method: 'eth_sign', params: [account.address, '0x00'] }, 4200],
    ['text that is not hexadecimal', { method: 'personal_sign', params: ['hello', account.address] }, -32602],
    ['an unknown method', { method: 'wallet_getPermissions' }, 4200],
  ])('refuses %s', async (_, call, code) => {
    await expect(ask(call)).rejects.toMatchObject({ code });
  });
});
