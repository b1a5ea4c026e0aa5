/** Frequencies fall from 1 to one over this, as in the time step embedding of transformers. */
const LONGEST_WAVE = 10_000;
/** Guidance is a small number; the sines were trained on its thousandfold. */
const SCALE = 1_000;

/**
 * The guidance scale as a distilled denoiser is told of it in `timestep_cond` (Meng et al. 2023): sines, then
 * cosines, of guidance − 1 at falling frequencies.
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
