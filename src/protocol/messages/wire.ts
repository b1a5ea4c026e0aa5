import { decode, encode } from 'cborg';
import type { z } from 'zod';
import { isBoundedCbor } from '#protocol/messages/cborBounds.ts';
import { RefusalError } from '#protocol/refusal.ts';

/** Version of the protocol; two sides that differ disconnect with VERSION_MISMATCH. */
export const PROTOCOL_VERSION = 9;

/** CBOR has no 256-bit integers, so amounts travel as decimal strings (`amountField` reads them back). */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => [key, plain(field)]),
  );
}

/**
 * A message as CBOR. Amounts become decimal strings; undefined fields are left out.
 * @example decodeWire(receiptSchema, encodeWire(receipt), GOSSIP_BYTES); // the same receipt
 */
export function encodeWire(message: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode(plain(message)));
}

/** Items of the largest message but a result: an assignment with a thousand miners passed over. */
const MAX_ITEMS = 5_000;

/**
 * Bytes must be as `encodeWire` writes them, but for the order of fields. A bundle of evidence could else be
 * filled up with fields that another one of the same name replaces, and take a larger honest one's place.
 */
const ONE_FORM = { strict: true, rejectDuplicateMapKeys: true };

/**
 * Reads one message from the network.
 * @param maxBytes refuse larger ones before parsing
 * @param maxItems refuse those with more values in them before parsing
 * @throws RefusalError MALFORMED when it is too large, not CBOR or not of this schema
 * @example const request = decodeWire(taskRequestSchema, bytes, TASK_LIMIT.requestBytes);
 */
export function decodeWire<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  maxBytes: number,
  maxItems = MAX_ITEMS,
): z.output<S> {
  if (bytes.byteLength > maxBytes)
    throw new RefusalError('MALFORMED', `${bytes.byteLength} bytes, at most ${maxBytes}`);
  if (!isBoundedCbor(bytes, maxItems)) throw new RefusalError('MALFORMED', 'not CBOR, or too many items');
  let value: unknown;
  try {
    value = decode(bytes, ONE_FORM);
  } catch (cause) {
    throw new RefusalError('MALFORMED', `not CBOR: ${cause instanceof Error ? cause.message : 'unknown'}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new RefusalError('MALFORMED', parsed.error.issues[0]?.message);
  return parsed.data;
}
