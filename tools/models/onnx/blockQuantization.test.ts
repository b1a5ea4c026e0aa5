import { expect, it } from 'vitest';
import { dequantizeBlocks, quantizeBlocks } from './blockQuantization.ts';

const [ROWS, COLUMNS, BLOCK] = [8, 64, 32];
const weights = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => Math.sin(i * i) / (1 + (i % 5)));

/** Sum of square errors, each as its column's importance weighs it. */
function weightedError(importance: Float64Array, told: Float64Array | undefined): number {
  const quantized = quantizeBlocks(weights, ROWS, COLUMNS, 4, BLOCK, told);
  const left = dequantizeBlocks(quantized, 4, BLOCK);
  return left.reduce((sum, value, i) => sum + (value - weights[i]!) ** 2 * importance[i % COLUMNS]!, 0);
}

it('spends less error where it weighs more when it is told where', () => {
  const even = new Float64Array(COLUMNS).fill(1);
  expect(weightedError(even, even)).toBeLessThan(weightedError(even, undefined));
  const uneven = Float64Array.from({ length: COLUMNS }, (_, i) => (i % 5 === 0 ? 0.01 : 1));
  expect(weightedError(uneven, uneven)).toBeLessThan(weightedError(uneven, even));
});

it('keeps a block of zeros at zero, calibrated or not', () => {
  const ones = new Float64Array(BLOCK).fill(1);
  for (const importance of [undefined, ones]) {
    const quantized = quantizeBlocks(new Float32Array(BLOCK), 1, BLOCK, 4, BLOCK, importance);
    expect(dequantizeBlocks(quantized, 4, BLOCK).every((value) => value === 0)).toBe(true);
  }
});
