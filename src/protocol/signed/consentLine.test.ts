import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { type ConsentLine, formatConsentLine, parseConsentLine } from '#protocol/signed/consentLine.ts';
import { isConsentSigned, signOperatorConsent } from '#protocol/signed/operatorConsent.ts';

const operator = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const owner = privateKeyToAccount(`0x${'22'.repeat(32)}`).address;
const NETWORK = { chainId: 31_337, staking: owner, payments: owner };
const consent = { owner, role: 2, deadline: 1_767_225_600n } as const;

async function lineOf(): Promise<ConsentLine> {
  const signature = await signOperatorConsent(NETWORK, operator, consent);
  return { chainId: 31_337, operator: operator.address, owner, deadline: consent.deadline, signature };
}

it('reads what it wrote, alone, after a link’s #, and broken over lines', async () => {
  const consentLine = await lineOf();
  const line = formatConsentLine(consentLine);
  for (const text of [
    line,
    `#${line}`,
    `https://dapp.example/coordinate#${line}`,
    ` ${line.slice(0, 80)}\n${line.slice(80)}\n`,
  ])
    expect(parseConsentLine(text)).toEqual(consentLine);
});

it.each([
  ['nothing', ''],
  ['a word', 'hello'],
  ['a field too many', 'LINE&more=1'],
  ['a field twice', 'LINE&chain=1'],
  ['a signature that is cut off', 'CUT'],
  ['more than a line', `LINE${' '.repeat(2_048)}`],
])('refuses %s', async (_, text) => {
  const line = formatConsentLine(await lineOf());
  expect(parseConsentLine(text.replace('LINE', line).replace('CUT', line.slice(0, -2)))).toBeUndefined();
});

it('tells whose consent it is, to whom, and on which network', async () => {
  const { signature } = await lineOf();
  const whole = { ...consent, operator: operator.address };
  expect(await isConsentSigned(NETWORK, whole, signature)).toBe(true);
  expect(await isConsentSigned(NETWORK, { ...whole, role: 1 }, signature)).toBe(false);
  expect(await isConsentSigned(NETWORK, { ...whole, owner: operator.address }, signature)).toBe(false);
  expect(await isConsentSigned(NETWORK, { ...whole, operator: owner }, signature)).toBe(false);
  expect(await isConsentSigned({ ...NETWORK, chainId: 1 }, whole, signature)).toBe(false);
});
