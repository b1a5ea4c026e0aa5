import { expect, it } from 'vitest';
import { parseAddress } from '#web/confirm/parseAddress.ts';

const GOOD = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';
const CONTRACT = '0x5FbDB2315678afecb367f032d93F642f64180aa3';

it.each([
  ['with its checksum', GOOD],
  ['in small letters, with spaces around', ` ${GOOD.toLowerCase()} `],
])('takes an address %s', (_, text) => {
  expect(parseAddress(text, [CONTRACT, null])).toEqual({ ok: true, address: GOOD });
});

it.each([
  ['nothing', ' ', 'EMPTY'],
  ['a name', 'vitalik.eth', 'NO_ADDRESS'],
  ['a digit too few', GOOD.slice(0, -1), 'NO_ADDRESS'],
  ['a digit too many', `${GOOD}5`, 'NO_ADDRESS'],
  ['a letter of the wrong size', GOOD.replace('dA', 'DA'), 'MISTYPED'],
  ['the zero address', `0x${'0'.repeat(40)}`, 'NOBODYS'],
  ['a contract of the network', CONTRACT.toLowerCase(), 'CONTRACT'],
])('refuses %s', (_, text, problem) => {
  expect(parseAddress(text, [CONTRACT, null])).toEqual({ ok: false, problem });
});
