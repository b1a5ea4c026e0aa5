import type { Matrix } from '#tools/models/onnx/matrix.ts';

const ROPE_BASE = 10_000;

/** cos and sin [context, headSize / 2] of RoPE's angles. */
export function rotaryTables(context: number, headSize: number): { cos: Float32Array; sin: Float32Array } {
  const half = headSize / 2;
  const angles = Float64Array.from({ length: context * half }, (_, i) => {
    return Math.floor(i / half) / ROPE_BASE ** ((i % half) / half);
  });
  return { cos: Float32Array.from(angles, Math.cos), sin: Float32Array.from(angles, Math.sin) };
}

/**
 * Reorders each head's rows from neighbouring pairs to halves: RotaryEmbedding pairs row i with row i +
 * headSize / 2.
 */
export function halfSplitRows({ values, rows, columns }: Matrix, headSize: number): Matrix {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const within = row % headSize;
    const target = row - within + (within % 2) * (headSize / 2) + Math.floor(within / 2);
    out.set(values.subarray(row * columns, (row + 1) * columns), target * columns);
  }
  return { values: out, rows, columns };
}
