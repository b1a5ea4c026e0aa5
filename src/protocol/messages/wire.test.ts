import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { amountField } from '#protocol/fields.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskResultSchema } from '#protocol/task/taskResult.ts';

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
  it('reads the largest text that a task can have', () => {
    const { maxTokens, topLogprobs, resultBytes, resultItems } = TASK_LIMIT;
    const top = Array.from({ length: topLogprobs }, (_, at) => [100_000 + at, -0.123_456_789]);
    const result = {
      ...{ kind: 'text', text: 'x'.repeat(maxTokens), promptTokens: 1, finishReason: 'length' },
      tokens: new Array(maxTokens).fill(100_000),
      logprobs: new Array(maxTokens).fill({ logprob: -0.123_456_789, top }),
    };
    expect(decodeWire(taskResultSchema, encodeWire(result), resultBytes, resultItems)).toEqual(result);
  });

  it('refuses a message of millions of empty values before it builds them', () => {
    const bytes = encodeWire({ kind: 'text', tokens: new Array(100_000).fill({}) });
    expect(() => decodeWire(z.unknown(), bytes, bytes.length)).toThrow(
      expect.objectContaining({ code: 'MALFORMED', detail: 'not CBOR, or too many items' }),
    );
  });

  const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));
  const junkFirst = joined(
    new Uint8Array([0xa3]),
    ...[encode('bytes'), encode(new Uint8Array(50)), encodeWire(message).subarray(1)],
  );
  const longNumber = joined(encodeWire([]).fill(0x81), new Uint8Array([0x1b, 0, 0, 0, 0, 0, 0, 0, 1]));

  // Else anybody makes a larger message of the same meaning, under another hash.
  it('refuses a field that stands there twice, and a number in more bytes than it needs', () => {
    const malformed = expect.objectContaining({ code: 'MALFORMED' });
    expect(() => decodeWire(schema, junkFirst, 100)).toThrow(malformed);
    expect(() => decodeWire(z.tuple([z.number()]), longNumber, 100)).toThrow(malformed);
    expect(decodeWire(z.tuple([z.number()]), encodeWire([1]), 100)).toEqual([1]);
  });

  it.each([
    ['bytes that are not CBOR', new Uint8Array([0xff, 0x00])],
    ['another shape', encodeWire({ taskId: 1 })],
    ['an unknown field', encodeWire({ ...message, extra: 1 })],
    ['more bytes than allowed', new Uint8Array(101)],
  ])('refuses %s with MALFORMED', (_, bytes) => {
    expect(() => decodeWire(schema, bytes, 100)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });
});
