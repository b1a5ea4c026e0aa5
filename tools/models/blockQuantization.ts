/** Weights in blocks along the input axis, each with a scale of its own: what MatMulNBits reads. */
export interface QuantizedMatrix {
  /**
   * 8 bits: [rows, blocks, blockSize] bytes, zero point 128. 4 bits: two to a byte, low half first, zero
   * point 8.
   */
  readonly data: Uint8Array;
  /** [rows, blocks] */
  readonly scales: Float32Array;
  readonly blocks: number;
  readonly bytesABlock: number;
}

/**
 * Symmetric rounding of W [rows, columns]; the scale maps a block's largest magnitude to the end of the
 * integer range on its own side, so that no code is wasted.
 */
export function quantizeBlocks(
  weights: Float32Array,
  rows: number,
  columns: number,
  bits: 4 | 8,
  blockSize: number,
): QuantizedMatrix {
  if (columns % blockSize !== 0)
    throw new RangeError(`${columns} columns are not whole blocks of ${blockSize}`);
  const blocks = columns / blockSize;
  const zeroPoint = 2 ** (bits - 1);
  const bytesABlock = (blockSize * bits) / 8;
  const data = new Uint8Array(rows * blocks * bytesABlock);
  const scales = new Float32Array(rows * blocks);
  for (let block = 0; block < rows * blocks; block++) {
    const source = weights.subarray(block * blockSize, (block + 1) * blockSize);
    let extreme = 0;
    for (const weight of source) if (Math.abs(weight) > Math.abs(extreme)) extreme = weight;
    // The range is -zeroPoint .. zeroPoint - 1: the extreme goes to its lower end, whatever its sign.
    const scale = Math.fround(extreme / -zeroPoint);
    scales[block] = scale;
    source.forEach((weight, i) => {
      const rounded = scale === 0 ? 0 : Math.round(weight / scale);
      const code = Math.min(2 * zeroPoint - 1, Math.max(0, rounded + zeroPoint));
      if (bits === 8) data[block * bytesABlock + i] = code;
      else data[block * bytesABlock + (i >> 1)]! |= code << (4 * (i & 1));
    });
  }
  return { data, scales, blocks, bytesABlock };
}

/** The numbers that a quantized matrix stands for: what is left of W [rows, columns]. */
export function dequantizeBlocks(
  { data, scales }: QuantizedMatrix,
  bits: 4 | 8,
  blockSize: number,
): Float32Array {
  const zeroPoint = 2 ** (bits - 1);
  return Float32Array.from({ length: scales.length * blockSize }, (_, i) => {
    const code = bits === 8 ? data[i]! : (data[i >> 1]! >> (4 * (i & 1))) & 15;
    return (code - zeroPoint) * scales[Math.floor(i / blockSize)]!;
  });
}
