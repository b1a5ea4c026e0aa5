/**
 * The first number and each one that is `stride` further, of a tensor that is too long to be kept whole.
 * @example everyNth(Float32Array.of(1, 2, 3, 4), 3); // [1, 4]
 */
export const everyNth = <T extends Float32Array | Uint8Array>(numbers: T, stride: number): T =>
  numbers.filter((_, at) => at % stride === 0) as T;
