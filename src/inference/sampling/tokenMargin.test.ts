import { describe, expect, it } from 'vitest';
import { tokenMargin } from '#inference/sampling/tokenMargin.ts';
import { type SamplingSettings, sampleToken } from '#inference/sampling/tokenSampling.ts';
import { normals, STREAM } from '#protocol/draw/counterRandom.ts';

const VOCABULARY = 120;
const logitsOf = (seed: number) => normals(seed, STREAM.initialNoise, 0, VOCABULARY).map((x) => 3 * x);
/** Errors of up to `most`, as another back end makes them. */
const disturbed = (logits: Float32Array, seed: number, most: number) => {
  const errors = normals(seed, STREAM.stepNoise, 1, logits.length);
  return logits.map((x, i) => x + most * Math.tanh(errors[i]!));
};

const SETTINGS: readonly (readonly [string, Omit<SamplingSettings, 'seed'>])[] = [
  ['greedy', { temperature: 0, topP: 1 }],
  ['sampled from all tokens', { temperature: 1, topP: 1 }],
  ['sampled from a nucleus', { temperature: 0.8, topP: 0.9 }],
  ['sampled hot from a small nucleus', { temperature: 1.7, topP: 0.4 }],
  ['sampled cold', { temperature: 0.05, topP: 0.95 }],
];

describe.each(SETTINGS)('tokenMargin, %s', (_, settings) => {
  it('is 0 for the token that is drawn, and for no other', () => {
    for (let seed = 0; seed < 8; seed++) {
      const logits = logitsOf(seed);
      const drawn = sampleToken(logits, { ...settings, seed }, 3);
      for (let token = 0; token < VOCABULARY; token++) {
        const margin = tokenMargin(logits, token, { ...settings, seed }, 3);
        if (token === drawn) expect(margin).toBe(0);
        else expect(margin).toBeGreaterThan(0);
      }
    }
  });

  it('is at most twice the largest error of the logits that the token was drawn from', () => {
    let differing = 0;
    for (const most of [1e-3, 0.03, 0.3]) {
      for (let seed = 0; seed < 200; seed++) {
        const logits = logitsOf(seed);
        const drawn = sampleToken(disturbed(logits, seed, most), { ...settings, seed }, 0);
        const margin = tokenMargin(logits, drawn, { ...settings, seed }, 0);
        if (margin > 0) differing++;
        expect(margin).toBeLessThanOrEqual(2 * most + 1e-6);
      }
    }
    expect(differing).toBeGreaterThan(5);
  });
});

describe('tokenMargin', () => {
  it('is infinite beyond the vocabulary', () => {
    const settings = { temperature: 1, topP: 1, seed: 1 };
    for (const token of [VOCABULARY, 2 ** 32, -1]) {
      expect(tokenMargin(logitsOf(1), token, settings, 0)).toBe(Infinity);
    }
  });

  it('is what the greedy token is ahead by', () => {
    const greedy = { temperature: 0, topP: 1, seed: 1 };
    expect(tokenMargin(Float32Array.of(1, 4, 2), 2, greedy, 0)).toBe(2);
  });

  it('is small at the edge of a nucleus and large far outside of it', () => {
    // Probabilities near 0.9, 0.1 and next to nothing.
    const logits = Float32Array.of(Math.log(9), 0, -9);
    const settings = (topP: number, seed: number) => ({ temperature: 1, topP, seed });
    // A seed whose noise clearly draws token 1 where the nucleus allows it.
    const seed = Array.from({ length: 1_000 }, (_, at) => at).find(
      (at) => tokenMargin(logits, 0, settings(1, at), 0) > 0.5,
    )!;
    expect(tokenMargin(logits, 1, settings(0.9001, seed), 0)).toBe(0);
    expect(tokenMargin(logits, 1, settings(0.8999, seed), 0)).toBeLessThan(0.01);
    expect(tokenMargin(logits, 1, settings(0.5, seed), 0)).toBeGreaterThan(1);
    // The other way round: another back end may have left token 1 out.
    expect(tokenMargin(logits, 0, settings(0.9001, seed), 0)).toBeLessThan(0.01);
    expect(tokenMargin(logits, 0, settings(0.99, seed), 0)).toBeGreaterThan(0.5);
  });
});
