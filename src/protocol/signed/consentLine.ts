import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { addressField, signatureField } from '#protocol/fields.ts';

/**
 * A coordinator key's consent as one line of text: from the terminal where the key was made to the page where
 * the owner's wallet registers it, pasted or after the `#` of a link. It holds no secret.
 */
export interface ConsentLine {
  chainId: number;
  operator: Address;
  owner: Address;
  /** Unix seconds. */
  deadline: bigint;
  signature: Hex;
}

/** In characters. A line has about 300, and a link a host before it. */
const MAX_LINE = 2_048;

const lineSchema = z.strictObject({
  chain: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  operator: addressField,
  owner: addressField,
  deadline: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(BigInt),
  signature: signatureField,
});

/**
 * The consent as one line.
 *
 * @example
 * formatConsentLine(consent); // 'chain=31337&operator=0x…&owner=0x…&deadline=1767225600&signature=0x…'
 */
export const formatConsentLine = (consent: ConsentLine): string =>
  `chain=${consent.chainId}&operator=${consent.operator}&owner=${consent.owner}` +
  `&deadline=${consent.deadline}&signature=${consent.signature}`;

/**
 * Reads such a line, or a link that ends in one. White space does not matter: terminals break long lines.
 * @returns undefined for anything else
 *
 * @example
 * parseConsentLine(location.hash)?.operator;
 */
export function parseConsentLine(text: string): ConsentLine | undefined {
  if (text.length > MAX_LINE) return undefined;
  const line = text.replace(/\s+/g, '').replace(/^[^#]*#/, '');
  const fields = [...new URLSearchParams(line)];
  const parsed = lineSchema.safeParse(Object.fromEntries(fields));
  if (!parsed.success || fields.length !== Object.keys(parsed.data).length) return undefined;
  const { chain, ...rest } = parsed.data;
  return { chainId: chain, ...rest };
}
