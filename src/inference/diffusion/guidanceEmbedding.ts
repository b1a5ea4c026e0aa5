/** Frequencies fall from 1 to 1/10,000, as in the timestep embedding of transformers. */
const LONGEST_WAVE = 10_000;
/** Guidance is a small number; models are trained on sines of 1,000 times its value. */
const SCALE = 1_000;

/**
 * Embeds the guidance scale for a distilled denoiser's `timestep_cond` input (Meng et al. 2023): sines,
 * then cosines, of guidance − 1 at falling frequencies.
 * @returns `width` floats
 * @example guidanceEmbedding(8, 256).length; // 256
 */
export function guidanceEmbedding(guidance: number, width: number): Float32Array {
  const half = Math.floor(width / 2);
  const embedding = new Float32Array(width);
  for (let i = 0; i < half; i++) {
    const angle = (guidance - 1) * SCALE * LONGEST_WAVE ** (-i / Math.max(1, half - 1));
    embedding[i] = Math.sin(angle);
    embedding[half + i] = Math.cos(angle);
  }
  return embedding;
}
