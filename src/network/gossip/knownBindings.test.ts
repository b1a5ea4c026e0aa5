import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { KnownBindings } from '#network/gossip/knownBindings.ts';
import { BINDING_LIFETIME_S, signPeerBinding } from '#protocol/signed/peerBinding.ts';

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

describe('KnownBindings', () => {
  it('accepts a binding again without its signature’s costs', async () => {
    const known = new KnownBindings(network);
    await known.check(binding, PEER, NOW);
    const began = performance.now();
    for (let time = 0; time < 1_000; time++) await known.check(binding, PEER, NOW);
    // A thousand recovered signatures take more than a second.
    expect(performance.now() - began).toBeLessThan(200);
  });

  it.each([
    ['another operator', { operator: stranger.address }, PEER, NOW],
    ['another peer', { peer: OTHER }, OTHER, NOW],
    ['a later expiry', { expiry: binding.expiry + 1 }, PEER, NOW],
    ['the sender not being its peer', {}, OTHER, NOW],
    ['its end', {}, PEER, binding.expiry],
    ['lasting too long', {}, PEER, binding.expiry - 2 * BINDING_LIFETIME_S - 1],
  ])('refuses a known signature with %s', async (_, change, sender, now) => {
    const known = new KnownBindings(network);
    await known.check(binding, PEER, NOW);
    await expect(known.check({ ...binding, ...change }, sender, now)).rejects.toMatchObject(BAD);
  });

  it('does not remember a binding that it refused', async () => {
    const known = new KnownBindings(network);
    const forged = { ...binding, operator: stranger.address };
    await expect(known.check(forged, PEER, NOW)).rejects.toMatchObject(BAD);
    await expect(known.check(forged, PEER, NOW)).rejects.toMatchObject(BAD);
  });
});
