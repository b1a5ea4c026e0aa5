import type { Matrix } from '#tools/models/onnx/matrix.ts';

/** Weights in blocks along the input axis, each with its own scale: the format of MatMulNBits. */
export interface QuantizedMatrix {
  /**
   * 8 bits: [rows, blocks, blockSize] bytes, zero point 128. 4 bits: two to a byte, low half first, zero
   * point 8.
   */
  readonly data: Uint8Array;
  /** [rows, blocks] */
  readonly scales: Float32Array;
  readonly blocks: number;
  readonly bytesPerBlock: number;
}

export interface QuantizationOptions {
  readonly bits: 4 | 8;
  /** Weights of a row that share a scale. */
  readonly blockSize: number;
  /** By column, how much an error weighs: the mean square of the layer's input. */
  readonly importance?: ArrayLike<number> | undefined;
}

/**
 * Rounds a matrix symmetrically. The scale maps a block's largest magnitude to the longer end of the integer
 * range, so that no code is wasted. With `importance` it also tries smaller scales, which clip the extreme
 * and round the rest more finely.
 * @throws RangeError when the columns are not whole blocks
 */
export function quantizeBlocks(
  { values, rows, columns }: Matrix,
  { bits, blockSize, importance }: QuantizationOptions,
): QuantizedMatrix {
  if (columns % blockSize !== 0)
    throw new RangeError(`${columns} columns are not whole blocks of ${blockSize}`);
  const blocks = columns / blockSize;
  const zeroPoint = 2 ** (bits - 1);
  const bytesPerBlock = (blockSize * bits) / 8;
  const data = new Uint8Array(rows * blocks * bytesPerBlock);
  const scales = new Float32Array(rows * blocks);
  for (let block = 0; block < rows * blocks; block++) {
    const source = values.subarray(block * blockSize, (block + 1) * blockSize);
    let extreme = 0;
    for (const weight of source) if (Math.abs(weight) > Math.abs(extreme)) extreme = weight;
    // The range is -zeroPoint .. zeroPoint - 1: the extreme goes to its lower end, whatever its sign.
    const widest = Math.fround(extreme / -zeroPoint);
    const firstColumn = (block % blocks) * blockSize;
    const scale = importance
      ? bestScale({ source, widest, zeroPoint, weightOf: (i) => importance[firstColumn + i]! })
      : widest;
    scales[block] = scale;
    source.forEach((weight, i) => {
      const code = codeOf(weight, scale, zeroPoint);
      if (bits === 8) data[block * bytesPerBlock + i] = code;
      else data[block * bytesPerBlock + (i >> 1)]! |= code << (4 * (i & 1));
    });
  }
  return { data, scales, blocks, bytesPerBlock };
}

function codeOf(weight: number, scale: number, zeroPoint: number): number {
  const rounded = scale === 0 ? 0 : Math.round(weight / scale);
  return Math.min(2 * zeroPoint - 1, Math.max(0, rounded + zeroPoint));
}

/** Scales to try, as parts of the widest: below 0.7 none was ever the best. */
const SCALE_PARTS = Array.from({ length: 16 }, (_, i) => 1 - i * 0.02);

interface ScaleSearch {
  readonly source: Float32Array;
  /** The scale that clips nothing. */
  readonly widest: number;
  readonly zeroPoint: number;
  /** How much an error in a weight of the block weighs. */
  readonly weightOf: (index: number) => number;
}

/** The scale, of either sign, with the least weighted square error. */
function bestScale({ source, widest, zeroPoint, weightOf }: ScaleSearch): number {
  let best = { scale: widest, error: Infinity };
  for (const part of SCALE_PARTS.flatMap((size) => [size, -size])) {
    const scale = Math.fround(widest * part);
    let error = 0;
    for (let i = 0; i < source.length && error < best.error; i++) {
      const off = source[i]! - (codeOf(source[i]!, scale, zeroPoint) - zeroPoint) * scale;
      error += off * off * weightOf(i);
    }
    if (error < best.error) best = { scale, error };
  }
  return best.scale;
}

/** The values [rows, columns] that a quantized matrix stands for. */
export function dequantizeBlocks(
  { data, scales }: Pick<QuantizedMatrix, 'data' | 'scales'>,
  { bits, blockSize }: Pick<QuantizationOptions, 'bits' | 'blockSize'>,
): Float32Array {
  const zeroPoint = 2 ** (bits - 1);
  return Float32Array.from({ length: scales.length * blockSize }, (_, i) => {
    const code = bits === 8 ? data[i]! : (data[i >> 1]! >> (4 * (i & 1))) & 15;
    return (code - zeroPoint) * scales[Math.floor(i / blockSize)]!;
  });
}
