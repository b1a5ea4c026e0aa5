import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { amountField } from '#protocol/fields.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';

const schema = z.strictObject({ amount: amountField, bytes: z.instanceof(Uint8Array) });
const message = { amount: 10n ** 18n, bytes: new Uint8Array([1, 2]) };

describe('encodeWire', () => {
  it('keeps amounts and bytes intact', () => {
    expect(decodeWire(schema, encodeWire(message), 100)).toEqual(message);
  });

  it('leaves out fields that are undefined', () => {
    expect(encodeWire({ ...message, extra: undefined })).toEqual(encodeWire(message));
  });
});

describe('decodeWire', () => {
  it.each([
    ['bytes that are not CBOR', new Uint8Array([0xff, 0x00])],
    ['another shape', encodeWire({ taskId: 1 })],
    ['an unknown field', encodeWire({ ...message, extra: 1 })],
    ['more bytes than allowed', new Uint8Array(101)],
  ])('refuses %s with MALFORMED', (_, bytes) => {
    expect(() => decodeWire(schema, bytes, 100)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });
});
