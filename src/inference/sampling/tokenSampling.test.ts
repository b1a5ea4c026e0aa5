import { describe, expect, it } from 'vitest';
import { sampleToken } from '#inference/sampling/tokenSampling.ts';
import { gumbel } from '#protocol/draw/counterRandom.ts';

const LOGITS = Float32Array.of(1, 3, 2, -4, 3);

describe('sampleToken', () => {
  it('is greedy at temperature 0, ties to the lower id', () => {
    expect(sampleToken(LOGITS, { temperature: 0, topP: 1, seed: 1 }, 0)).toBe(1);
  });

  it('is the argmax over all tokens with noise', () => {
    const logits = Float32Array.from({ length: 500 }, (_, i) => 4 * Math.sin(i * i));
    for (let position = 0; position < 50; position++) {
      const scores = Array.from(logits, (logit, id) => logit / 0.7 + gumbel(9, position, id));
      const settings = { temperature: 0.7, topP: 1, seed: 9 };
      expect(sampleToken(logits, settings, position)).toBe(scores.indexOf(Math.max(...scores)));
    }
  });

  it('draws in the proportions of softmax', () => {
    const draws = 5_000;
    const counts = [0, 0, 0, 0, 0];
    for (let position = 0; position < draws; position++) {
      counts[sampleToken(LOGITS, { temperature: 1, topP: 1, seed: 5 }, position)]!++;
    }
    const total = LOGITS.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const chiSquare = counts.reduce((sum, count, id) => {
      const expected = (draws * Math.exp(LOGITS[id]!)) / total;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(18.5); // p = 0.001 at 4 degrees of freedom
  });

  // The two logits of 3 hold 0.80 of the probability; with the 2 it is 0.94, with the 1 almost all.
  it.each([
    [0.7, [1, 4]],
    [0.9, [1, 2, 4]],
    [0.95, [0, 1, 2, 4]],
  ])('draws all of the nucleus of %d, the token that fills it included, and no other', (topP, nucleus) => {
    const drawn = new Set<number>();
    for (let position = 0; position < 500; position++) {
      drawn.add(sampleToken(LOGITS, { temperature: 1, topP, seed: 2 }, position));
    }
    expect([...drawn].sort()).toEqual(nucleus);
  });

  it('draws one of the likeliest from the smallest nucleus', () => {
    expect(sampleToken(LOGITS, { temperature: 2, topP: 1e-9, seed: 2 }, 0)).toBeOneOf([1, 4]);
  });
});
