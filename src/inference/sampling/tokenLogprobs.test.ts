import { describe, expect, it } from 'vitest';
import { tokenLogprob } from '#inference/sampling/tokenLogprobs.ts';

const LOGITS = Float32Array.of(1, 3, 2, -4, 3);

describe('tokenLogprob', () => {
  it('is the logarithm of softmax, for the token and the likeliest tokens', () => {
    const total = LOGITS.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const of = (id: number) => expect.closeTo(Math.log(Math.exp(LOGITS[id]!) / total), 12) as number;
    expect(tokenLogprob(LOGITS, 2, 3)).toEqual({
      logprob: of(2),
      top: [
        [1, of(1)],
        [4, of(4)],
        [2, of(2)],
      ],
    });
  });

  it('lists at most the whole vocabulary, and no tokens if none are requested', () => {
    expect(tokenLogprob(LOGITS, 0, 20).top.map(([id]) => id)).toEqual([1, 4, 2, 0, 3]);
    expect(tokenLogprob(LOGITS, 0, 0).top).toEqual([]);
  });

  it('is never above zero', () => {
    expect(tokenLogprob(Float32Array.of(300, -300), 0, 1)).toEqual({ logprob: 0, top: [[0, 0]] });
  });
});
