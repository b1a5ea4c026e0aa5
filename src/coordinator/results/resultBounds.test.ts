import { randomBytes } from 'node:crypto';
import { encode as encodePng } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { resultBoundsOf } from '#coordinator/results/resultBounds.ts';
import { imageRequest, textRequest } from '#coordinator/testing/schedulerBench.ts';
import { isBoundedCbor } from '#protocol/messages/cborBounds.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

const LONGEST_TOKEN = 16;

/** The longest text that a request allows: characters of three bytes, and the largest numbers. */
function longestText(maxTokens: number, top: number | undefined) {
  const alternatives = Array.from({ length: top ?? 0 }, () => [2 ** 40, -0.1]);
  const logprobs = Array.from({ length: maxTokens }, () => ({ logprob: -0.1, top: alternatives }));
  return {
    ...{ kind: 'text', text: '€'.repeat(maxTokens * LONGEST_TOKEN), promptTokens: 2 ** 40 },
    ...{ tokens: new Array<number>(maxTokens).fill(2 ** 40), finishReason: 'length' },
    ...(top === undefined ? {} : { logprobs }),
  };
}

describe('resultBoundsOf', () => {
  it.each([
    [1, undefined],
    [512, undefined],
    [512, 0],
    [4_096, 20],
  ])(
    'has room for the longest text of %i tokens with %s alternatives, and for no more alternatives',
    (maxTokens, top) => {
      const request = { ...textRequest(), maxTokens, ...(top === undefined ? {} : { topLogprobs: top }) };
      const bounds = resultBoundsOf(request, LONGEST_TOKEN);
      const bytes = encodeWire(longestText(maxTokens, top));
      expect(bytes.byteLength).toBeLessThanOrEqual(bounds.bytes);
      expect(isBoundedCbor(bytes, bounds.items)).toBe(true);
      if (maxTokens < 16) return;
      const beyond = encodeWire(longestText(maxTokens, (top ?? -1) + 1));
      expect(isBoundedCbor(beyond, bounds.items)).toBe(false);
    },
  );

  it('has room for a picture of noise, and not for one of three times its height', () => {
    const pngOf = (height: number) => {
      const data = new Uint8Array(randomBytes(128 * height * 4));
      return encodeWire({
        kind: 'image',
        png: encodePng({ width: 128, height, channels: 4, depth: 8, data }),
      });
    };
    const { bytes } = resultBoundsOf({ ...imageRequest(), width: 128, height: 128 }, 0);
    expect(pngOf(128).byteLength).toBeLessThanOrEqual(bytes);
    expect(pngOf(400).byteLength).toBeGreaterThan(bytes);
  });

  it('is never more than any result may have', () => {
    const largest = resultBoundsOf({ ...imageRequest(), width: 2_048, height: 2_048 }, 0);
    expect(largest.bytes).toBe(TASK_LIMIT.resultBytes);
    const longest = resultBoundsOf({ ...textRequest(), maxTokens: 4_096, topLogprobs: 20 }, LONGEST_TOKEN);
    expect(longest.items).toBeLessThanOrEqual(TASK_LIMIT.resultItems);
  });
});
