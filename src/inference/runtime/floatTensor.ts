/** A float32 tensor on the CPU, in row-major order. */
export interface FloatTensor {
  readonly data: Float32Array;
  /** Its shape; `data` has as many numbers as the product of these. */
  readonly dims: readonly number[];
}
