/** IEEE 754 binary16 (float16) as bit patterns, for JavaScript engines without Float16Array. */

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** The bits of the nearest float16, ties to even; infinity beyond 65,504. */
function toBits(value: number): number {
  scratch[0] = value;
  const bits = scratchBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  // Below 2^-14 float16 is a multiple of 2^-24. Math.round would round ties up instead of to even.
  if (magnitude < 0x38800000) return sign | roundHalfEven(Math.abs(value) * 2 ** 24);
  // Re-biases the exponent by 127 - 15 and rounds 13 bits of mantissa away. A carry into the exponent is
  // correct.
  const rounded = (magnitude - 0x38000000 + 0x0fff + ((magnitude >>> 13) & 1)) >>> 13;
  return sign | Math.min(rounded, 0x7c00);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function fromBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/**
 * Bits of the nearest float16 of each value.
 * @example
 * encodeFloat16([1]); // [0x3c00]
 */
export function encodeFloat16(values: ArrayLike<number>): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, toBits);
}

/**
 * Values of float16 bits.
 * @example
 * decodeFloat16([0x3c00]); // [1]
 */
export function decodeFloat16(bits: ArrayLike<number>): Float32Array<ArrayBuffer> {
  return Float32Array.from(bits, fromBits);
}
