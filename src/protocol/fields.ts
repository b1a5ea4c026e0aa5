import { type Address, getAddress, type Hex, isAddress } from 'viem';
import { z } from 'zod';

/**
 * zod schemas of the fields that messages share. Amounts travel as decimal strings of wei.
 *
 * @example
 * amountField.parse('1000000000000000000'); // 1000000000000000000n
 */

/** A 20-byte address in any letter case; parses to its checksummed form. */
export const addressField = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'must be an address: 0x and 40 hexadecimal digits')
  .transform((value): Address => getAddress(value));

/**
 * A 32-byte hash: `0x` and 64 lower-case hex digits.
 * @param name what it is the hash of, as the end of “must be …”
 * @example hashFieldOf('a task’s id').parse(`0x${'0'.repeat(64)}`);
 */
export const hashFieldOf = (name: string) =>
  z
    .string()
    .regex(/^0x[0-9a-f]{64}$/, `must be ${name}: 0x and 64 lower-case hexadecimal digits`)
    .transform((value) => value as Hex);

export const hashField = hashFieldOf('a hash');

/** A 65-byte ECDSA signature: `0x` and 130 lower-case hex digits. */
export const signatureField = z
  .string()
  .regex(/^0x[0-9a-f]{130}$/)
  .transform((value) => value as Hex);

/** A non-negative decimal integer of up to 78 digits (enough for a uint256); parses to a bigint. */
export const amountField = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,77})$/)
  .transform((value) => BigInt(value));

/** A point in time, in whole Unix seconds. */
export const unixSecondsField = z
  .number()
  .int()
  .min(0)
  .max(2 ** 40);

/** A libp2p peer id in text form. */
export const peerIdField = z.string().min(8).max(128);

/** A model's id, as in the model catalogue. */
export const modelIdField = z.string().min(1).max(128);
