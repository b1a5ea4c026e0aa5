import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { formatConsentLine } from '#protocol/signed/consentLine.ts';
import { signOperatorConsent } from '#protocol/signed/operatorConsent.ts';
import { type ConsentFacts, checkConsent } from '#web/coordinate/setup/checkConsent.ts';

const operator = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const owner = privateKeyToAccount(`0x${'22'.repeat(32)}`).address;
const other = privateKeyToAccount(`0x${'33'.repeat(32)}`).address;
const NETWORK = { chainId: 31_337, staking: other, payments: other };
const DEADLINE = 2_000;

const facts = (more: Partial<ConsentFacts> = {}): ConsentFacts => ({
  config: { chainId: 31_337, contracts: { staking: other, payments: other } } as NetworkConfig,
  ...{ owner, nowSeconds: DEADLINE - 1, nodeIdOf: async () => 0n },
  ...more,
});

async function line(role: 1 | 2 = 2): Promise<string> {
  const signature = await signOperatorConsent(NETWORK, operator, { owner, role, deadline: BigInt(DEADLINE) });
  const { address } = operator;
  return formatConsentLine({
    chainId: 31_337,
    operator: address,
    owner,
    deadline: BigInt(DEADLINE),
    signature,
  });
}

it('takes what the contract takes', async () => {
  expect(await checkConsent(await line(), facts())).toMatchObject({
    ok: true,
    consent: { operator: operator.address, deadline: BigInt(DEADLINE) },
  });
});

it.each([
  ['a text that is none', 'NOT_READABLE', { text: 'hello' }],
  ['one for another chain', 'OTHER_CHAIN', { config: { chainId: 1 } as NetworkConfig }],
  ['one for another wallet', 'OTHER_OWNER', { owner: other }],
  ['one that has run out', 'EXPIRED', { nowSeconds: DEADLINE }],
  ['one of a key that has served', 'KEY_USED', { nodeIdOf: async () => 7n }],
  ['one for a miner', 'NOT_SIGNED', { role: 1 as const }],
])(
  'refuses %s',
  async (_, problem, { text, role, ...more }: { text?: string; role?: 1 } & Partial<ConsentFacts>) => {
    expect(await checkConsent(text ?? (await line(role)), facts(more))).toEqual({ ok: false, problem });
  },
);
