import type { ModelOutput } from '#inference/diffusion/modelOutput.ts';
import type { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { DecodedLatent, Latent, StepTaken } from '#inference/diffusion/latent.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { NoiseStep } from '#inference/diffusion/noiseSchedule.ts';
import { readFloats } from '#inference/runtime/floatOutput.ts';

/** A latent whose steps the processor takes, in 64 bits, from what it has read of each prediction. */
export class CpuLatent implements Latent {
  readonly #session: LatentDiffusionSession;
  readonly #data: Float32Array;
  readonly #dims: readonly number[];

  constructor(session: LatentDiffusionSession, data: Float32Array, dims: readonly number[]) {
    this.#session = session;
    this.#data = data;
    this.#dims = dims;
  }

  async step(
    denoiser: GuidedDenoiser,
    { timestep, inputScale, next, picture }: NoiseStep,
    _following: NoiseStep | undefined,
    fresh: () => Float32Array<ArrayBuffer>,
    foretells: boolean,
  ): Promise<StepTaken> {
    const latent = this.#data;
    const scaled = { data: latent.map((x) => x * inputScale), dims: this.#dims };
    const prediction = await denoiser.denoise(this.#session.sampleTensor(scaled, denoiser.copies), timestep);
    const output = await guidedOutput(prediction, latent.length);
    const foretold = foretells && latent.map((x, i) => picture.sample * x + picture.output * output[i]!);
    const noise = next.noise === 0 ? undefined : fresh();
    for (let i = 0; i < latent.length; i++) {
      latent[i] = next.sample * latent[i]! + next.output * output[i]! + (noise ? next.noise * noise[i]! : 0);
    }
    return foretold ? { foretold: Promise.resolve(foretold) } : {};
  }

  async decode(): Promise<DecodedLatent> {
    const picture = await this.#session.decode({ data: this.#data, dims: this.#dims });
    return { latent: this.#data, picture };
  }

  dispose(): void {}
}

/** What the network says with guidance; its tensors are given back. @throws InferenceError NOT_FINITE */
async function guidedOutput(
  { uncond, cond, guidance, dispose }: ModelOutput,
  length: number,
): Promise<Float64Array> {
  try {
    const unconditional = await readFloats(uncond.tensor);
    const conditional = cond.tensor === uncond.tensor ? unconditional : await readFloats(cond.tensor);
    const output = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      output[i] = unconditional[i]! + guidance * (conditional[cond.offset + i]! - unconditional[i]!);
    }
    return output;
  } finally {
    dispose();
  }
}
