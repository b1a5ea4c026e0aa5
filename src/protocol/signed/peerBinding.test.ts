import { describe, expect, it } from 'vitest';
import { BINDING_LIFETIME_S, checkTerms } from '#protocol/signed/peerBinding.ts';

const NOW = 1_800_000_000;
const LONGEST_S = 2 * BINDING_LIFETIME_S;
const binding = {
  operator: '0x1111111111111111111111111111111111111111',
  peer: 'its-peer',
  expiry: NOW + 60,
  signature: '0x',
} as const;
const refused = expect.objectContaining({ code: 'BAD_BINDING' });

describe('checkTerms', () => {
  it.each([
    ['a second before it expires', NOW + 1],
    ['that lasts as long as it may', NOW + LONGEST_S],
  ])('accepts a binding %s', (_, expiry) => {
    checkTerms({ ...binding, expiry }, 'its-peer', NOW);
  });

  it.each([
    ['in the second in which it expires', NOW],
    ['that lasts a second longer than it may', NOW + LONGEST_S + 1],
  ])('refuses a binding %s', (_, expiry) => {
    expect(() => checkTerms({ ...binding, expiry }, 'its-peer', NOW)).toThrow(refused);
  });

  it('refuses the binding of another peer', () => {
    expect(() => checkTerms(binding, 'another-peer', NOW)).toThrow(refused);
  });
});
