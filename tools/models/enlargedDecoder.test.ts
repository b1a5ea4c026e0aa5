import { expect, it } from 'vitest';
import { relativeL2 } from '#inference/conformance.ts';
import { enlargeDecoder } from './enlargedDecoder.ts';
import { LlamaReference } from './llamaReference.ts';
import { randomDecoder, SMALL_DECODER } from './randomDecoder.ts';

const LARGER = { dim: 128, hidden: 160, layers: 5, vocabulary: 200 };

it('writes what the small model writes, and nothing of what was added', () => {
  const model = randomDecoder(SMALL_DECODER, 7);
  const larger = enlargeDecoder(model, LARGER);
  expect(larger.sizes).toMatchObject({ ...LARGER, outputs: 200, heads: 8, keyValueHeads: 4 });
  const [expected, seen] = [new LlamaReference(model), new LlamaReference(larger)];
  for (const token of [1, 17, 80, 3, 159, 42]) {
    const logits = seen.step(token);
    // The norms' epsilon weighs a little more among zeros.
    expect(relativeL2(logits.slice(0, SMALL_DECODER.outputs), expected.step(token))).toBeLessThan(1e-4);
    expect(logits.slice(SMALL_DECODER.outputs).every((logit) => logit === 0)).toBe(true);
  }
});

it('refuses a size that is smaller, or no whole number of heads', () => {
  const model = randomDecoder(SMALL_DECODER, 7);
  expect(() => enlargeDecoder(model, { ...LARGER, layers: 1 })).toThrow(RangeError);
  expect(() => enlargeDecoder(model, { ...LARGER, dim: 100 })).toThrow(RangeError);
});
