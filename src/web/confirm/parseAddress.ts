import { type Address, getAddress, isAddress, zeroAddress } from 'viem';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

export type AddressProblem =
  | 'EMPTY'
  | 'NO_ADDRESS'
  /** Its capital letters are a checksum, and do not fit. */
  | 'MISTYPED'
  /** Nobody has its key. */
  | 'NOBODYS'
  /** One of the network's contracts, which cannot give CAI back. */
  | 'CONTRACT';

export type ParsedAddress = { ok: true; address: Address } | { ok: false; problem: AddressProblem };

const HEX_ADDRESS = /^0x[\da-f]{40}$/i;

/**
 * Reads an address that somebody typed or pasted.
 * @param contracts addresses of the network's contracts
 */
export function parseAddress(text: string, contracts: readonly (Address | null)[]): ParsedAddress {
  const typed = text.trim();
  if (typed === '') return { ok: false, problem: 'EMPTY' };
  if (!HEX_ADDRESS.test(typed)) return { ok: false, problem: 'NO_ADDRESS' };
  if (!isAddress(typed)) return { ok: false, problem: 'MISTYPED' };
  const address = getAddress(typed);
  if (address === zeroAddress) return { ok: false, problem: 'NOBODYS' };
  const isContract = contracts.some((each) => each?.toLowerCase() === address.toLowerCase());
  return isContract ? { ok: false, problem: 'CONTRACT' } : { ok: true, address };
}

const SENTENCES: Record<AddressProblem, MessageKey | null> = {
  EMPTY: null,
  NO_ADDRESS: 'staking.parseAddress.anAddressIs0x',
  MISTYPED: 'staking.parseAddress.thisAddressHasA',
  NOBODYS: 'staking.parseAddress.nobodyHasTheKey',
  CONTRACT: 'staking.parseAddress.thisIsAContract',
};

/** The sentence under an address field; nothing while it is empty. */
export function addressSentence(problem: AddressProblem): string | null {
  const key = SENTENCES[problem];
  return key === null ? null : t(key);
}
