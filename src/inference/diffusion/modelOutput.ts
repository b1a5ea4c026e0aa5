import type { Tensor } from 'onnxruntime-web';

/** One batch entry of a tensor: as many floats as a sample has, starting at `offset`. */
export interface TensorSlice {
  readonly tensor: Tensor;
  /** Floats before the slice. */
  readonly offset: number;
}

/**
 * What the denoiser predicts for a sample: uncond + guidance · (cond − uncond). Both slices are the same one
 * if the denoiser ran without classifier-free guidance.
 */
export interface ModelOutput {
  readonly uncond: TensorSlice;
  readonly cond: TensorSlice;
  readonly guidance: number;
  /** Frees the tensors. */
  dispose(): void;
}
