import { getAddress, isAddress, type Address, type Hex } from 'viem';
import { z } from 'zod';

/** zod schemas of the fields that messages share. Amounts travel as decimal strings of wei. */

export const addressField = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'not an address')
  .transform((value): Address => getAddress(value));

export const hashField = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((value) => value as Hex);

/** A 65-byte ECDSA signature. */
export const signatureField = z
  .string()
  .regex(/^0x[0-9a-f]{130}$/)
  .transform((value) => value as Hex);

export const amountField = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,77})$/)
  .transform((value) => BigInt(value));

export const unixSecondsField = z
  .number()
  .int()
  .min(0)
  .max(2 ** 40);

export const peerIdField = z.string().min(8).max(128);

export const modelIdField = z.string().min(1).max(128);
