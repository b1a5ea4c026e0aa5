import { describe, expect, it } from 'vitest';
import { dequantizeBlocks, quantizeBlocks } from '#tools/models/onnx/blockQuantization.ts';

const [ROWS, COLUMNS, BLOCK] = [8, 64, 32];
const FORMAT = { bits: 4, blockSize: BLOCK } as const;
const weights = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => Math.sin(i * i) / (1 + (i % 5)));
const MATRIX = { values: weights, rows: ROWS, columns: COLUMNS };

/** Sum of the square errors, weighted by the importance of their columns. */
function weightedError(importance: Float64Array, told: Float64Array | undefined): number {
  const quantized = quantizeBlocks(MATRIX, { ...FORMAT, importance: told });
  const left = dequantizeBlocks(quantized, FORMAT);
  return left.reduce((sum, value, i) => sum + (value - weights[i]!) ** 2 * importance[i % COLUMNS]!, 0);
}

describe('quantizeBlocks', () => {
  it('moves the error to less important columns', () => {
    const even = new Float64Array(COLUMNS).fill(1);
    expect(weightedError(even, even)).toBeLessThan(weightedError(even, undefined));
    const uneven = Float64Array.from({ length: COLUMNS }, (_, i) => (i % 5 === 0 ? 0.01 : 1));
    expect(weightedError(uneven, uneven)).toBeLessThan(weightedError(uneven, even));
  });

  it.each([
    ['without', undefined],
    ['with', new Float64Array(BLOCK).fill(1)],
  ])('keeps a block of zeros at zero %s importance', (_with, importance) => {
    const zeros = { values: new Float32Array(BLOCK), rows: 1, columns: BLOCK };
    const quantized = quantizeBlocks(zeros, { ...FORMAT, importance });
    expect(dequantizeBlocks(quantized, FORMAT).every((value) => value === 0)).toBe(true);
  });
});
