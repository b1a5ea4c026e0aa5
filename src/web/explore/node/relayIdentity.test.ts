import { expect, it } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { speaksFor } from '#web/explore/node/relayIdentity.ts';

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const config = {
  chainId: 7,
  contracts: { staking: address('1'), payments: address('2') },
} as unknown as NetworkConfig;
const honest = { chain_id: 7, staking: address('1'), payments: address('2'), operator: address('3') };

it('an API speaks for the node whose operator it names, on this network', () => {
  expect(speaksFor(honest, address('3'), config)).toBe(true);
});

it.each([{ chain_id: 8 }, { staking: address('9') }, { payments: address('9') }, { operator: address('9') }])(
  'an API that says %j speaks for another node or network',
  (change) => {
    expect(speaksFor({ ...honest, ...change }, address('3'), config)).toBe(false);
  },
);
