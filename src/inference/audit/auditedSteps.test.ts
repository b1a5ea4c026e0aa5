import { describe, expect, it } from 'vitest';
import {
  auditedSteps,
  chanceOfCatching,
  countOfAudited,
  partsOfSteps,
} from '#inference/audit/auditedSteps.ts';
import { philox4x32 } from '#protocol/draw/counterRandom.ts';

function randomOf(seed: number): () => number {
  let drawn = 0;
  return () => philox4x32([drawn++, 0, 0, 0], [seed, 0])[0] / 2 ** 32;
}

describe('auditedSteps', () => {
  it.each([1, 2, 3, 4, 20, 100])('gives more than half of %i steps, the first among them', (steps) => {
    for (let seed = 0; seed < 50; seed++) {
      const audited = auditedSteps(steps, randomOf(seed));
      expect(audited).toEqual([...new Set(audited)].sort((a, b) => a - b));
      expect(audited[0]).toBe(1);
      expect(audited.at(-1)).toBeLessThanOrEqual(steps);
      expect(audited).toHaveLength(countOfAudited(steps));
      expect(2 * audited.length).toBeGreaterThan(steps);
    }
  });

  it('gives every other step equally often', () => {
    const counts = new Array<number>(6).fill(0);
    for (let seed = 0; seed < 3_000; seed++) {
      for (const step of auditedSteps(6, randomOf(seed))) counts[step - 1]!++;
    }
    expect(counts[0]).toBe(3_000);
    // 3 of the other 5: 1,800 each, with a deviation of 27.
    for (const count of counts.slice(1)) expect(Math.abs(count - 1_800)).toBeLessThan(5 * 27);
  });
});

it('auditedSteps keeps to the parts that may be handed over, and always takes the first step', () => {
  for (let seed = 0; seed < 50; seed++) {
    const audited = auditedSteps(20, randomOf(seed), 10);
    expect(partsOfSteps(audited, 20).length).toBeLessThanOrEqual(10);
    expect(audited.length).toBeGreaterThanOrEqual(4);
    expect(auditedSteps(20, randomOf(seed), 2)).toEqual([1]);
  }
});

it('partsOfSteps gives the latents around each step, the noise and the last one', () => {
  expect(partsOfSteps([1, 4], 6)).toEqual([0, 1, 3, 4, 6]);
  expect(partsOfSteps([1], 1)).toEqual([0, 1]);
});

it.each([
  [{ steps: 20, audited: 11, faked: 1 }, 0.55],
  [{ steps: 20, audited: 3, faked: 10 }, 1 - 120 / 1_140],
  [{ steps: 20, audited: 11, faked: 10 }, 1],
  [{ steps: 4, audited: 1, faked: 0 }, 0],
])('chanceOfCatching: %o', (given, chance) => {
  expect(chanceOfCatching(given)).toBeCloseTo(chance, 12);
});
