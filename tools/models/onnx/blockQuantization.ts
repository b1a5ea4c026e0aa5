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
 * integer range on its own side, so that no code is wasted. With `importance` (how much an error in each column weighs:
 * its input's mean square) smaller scales are tried as well, which clip the extreme for the sake of the rest.
 */
export function quantizeBlocks(
  weights: Float32Array,
  rows: number,
  columns: number,
  bits: 4 | 8,
  blockSize: number,
  importance?: ArrayLike<number>,
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
    const widest = Math.fround(extreme / -zeroPoint);
    const firstColumn = (block % blocks) * blockSize;
    const scale = importance ? bestScale(source, widest, zeroPoint, importance, firstColumn) : widest;
    scales[block] = scale;
    source.forEach((weight, i) => {
      const code = codeOf(weight, scale, zeroPoint);
      if (bits === 8) data[block * bytesABlock + i] = code;
      else data[block * bytesABlock + (i >> 1)]! |= code << (4 * (i & 1));
    });
  }
  return { data, scales, blocks, bytesABlock };
}

function codeOf(weight: number, scale: number, zeroPoint: number): number {
  const rounded = scale === 0 ? 0 : Math.round(weight / scale);
  return Math.min(2 * zeroPoint - 1, Math.max(0, rounded + zeroPoint));
}

/** Scales tried, as parts of the widest: below 0.7 none was ever the best. */
const SCALE_PARTS = Array.from({ length: 16 }, (_, i) => 1 - i * 0.02);

/** The scale, of either sign, with the least weighted square error. */
function bestScale(
  source: Float32Array,
  widest: number,
  zeroPoint: number,
  importance: ArrayLike<number>,
  firstColumn: number,
): number {
  let best = { scale: widest, error: Infinity };
  for (const part of SCALE_PARTS.flatMap((size) => [size, -size])) {
    const scale = Math.fround(widest * part);
    let error = 0;
    for (let i = 0; i < source.length && error < best.error; i++) {
      const off = source[i]! - (codeOf(source[i]!, scale, zeroPoint) - zeroPoint) * scale;
      error += off * off * importance[firstColumn + i]!;
    }
    if (error < best.error) best = { scale, error };
  }
  return best.scale;
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
