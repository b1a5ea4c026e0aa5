import type { AuditBounds } from '#inference/bounds/bounds.ts';

/**
 * The audits' bounds are never tighter than these, however near the measured results are: those come from
 * ONNX Runtime's native CPU and WebAssembly, and GPUs' functions (sines, exponentials) are less exact.
 * - step, float32: honest up to 1e-5 on a CPU, and up to 1.6e-4 on WebGPU, for some of 20 steps. Weights
 *   in 8 bits, which draw the same pictures, are 1.1e-3 and more, other cheats 1.5e-2. float16: honest
 *   up to 2e-4 on a CPU, which sums in 32 bits; a GPU may sum in 16, which guidance multiplies. Half the cost
 *   by guidance 1 is 0.1 and more.
 * - whole: 2 steps for 4 of a distilled model 8e-4.
 * - largestMargin, float32: logits are honest up to 1e-5 deviations. With weights in 8 bits for 32 one or two
 *   tokens of 100 differ, by up to 3e-2; with 4 bits a tenth, by up to 0.8. float16: one token of 400 by
 *   2e-3.
 */
export const LEAST_BOUNDS: AuditBounds = {
  image: {
    float32: { start: 1e-6, startPicture: 1e-3, step: 1e-3, picture: 1e-3, pixel: 0.02, whole: 5e-4 },
    float16: { start: 1e-6, startPicture: 1e-2, step: 3e-2, picture: 1e-2, pixel: 0.1, whole: 0.05 },
  },
  text: {
    float32: { largestMargin: 1e-3, meanMargin: 1e-5, differing: 2e-3, fewTokens: 1, logprob: 1e-3 },
    float16: { largestMargin: 0.1, meanMargin: 1e-3, differing: 0.03, fewTokens: 2, logprob: 0.3 },
  },
};
