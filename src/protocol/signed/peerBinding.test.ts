import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { OwnBinding } from '#protocol/signed/ownBinding.ts';
import { BINDING_LIFETIME_S, checkPeerBinding, signPeerBinding } from '#protocol/signed/peerBinding.ts';

const NOW = 1_900_000_000;
const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const miner = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const PEER = '12D3KooWGRUacjSVjcr3ZzJoRsDPmmQ6YfBLZbCkhTpYvC8w3Jrt';
const OTHER = '12D3KooWJ8cYvPzN3EkFwHAAdX1X7vfwNN8CqKTrjKZvBGhGcKAx';
const binding = await signPeerBinding(network, miner, PEER, NOW);
const BAD = { code: 'BAD_BINDING' };

describe('checkPeerBinding', () => {
  it.each([
    ['at once', NOW],
    ['in its last second', binding.expiry - 1],
    ['when our clock is behind by its life', binding.expiry - 2 * BINDING_LIFETIME_S],
  ])('accepts a binding %s', async (_, now) => {
    await checkPeerBinding(network, binding, PEER, now);
  });

  it.each([
    ['another operator', { operator: stranger.address }, PEER, NOW],
    ['another peer', { peer: OTHER }, OTHER, NOW],
    ['a later expiry', { expiry: binding.expiry + 1 }, PEER, NOW],
    ['the sender not being its peer', {}, OTHER, NOW],
    ['its end', {}, PEER, binding.expiry],
    ['lasting too long', {}, PEER, binding.expiry - 2 * BINDING_LIFETIME_S - 1],
  ])('refuses a signature with %s', async (_, change, sender, now) => {
    await expect(checkPeerBinding(network, { ...binding, ...change }, sender, now)).rejects.toMatchObject(
      BAD,
    );
  });

  it.each([
    ['chain', { chainId: 1 }],
    ['deployment', { staking: network.payments }],
  ])('refuses a binding of another %s', async (_, change) => {
    const elsewhere = { ...network, ...change };
    await expect(checkPeerBinding(elsewhere, binding, PEER, NOW)).rejects.toMatchObject(BAD);
  });
});

describe('OwnBinding', () => {
  const clock = { now: NOW };
  const nowSeconds = () => clock.now;

  it('is signed once for half of its life, then again', async () => {
    clock.now = NOW;
    const own = new OwnBinding({ network, signer: miner, peerId: PEER, nowSeconds });
    const first = await own.current();
    await checkPeerBinding(network, first, PEER, NOW);
    clock.now = NOW + BINDING_LIFETIME_S / 2;
    expect(await own.current()).toBe(first);
    clock.now += 1;
    const second = await own.current();
    expect(second.expiry).toBe(clock.now + BINDING_LIFETIME_S);
    await checkPeerBinding(network, second, PEER, clock.now);
  });
});
