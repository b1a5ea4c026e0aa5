import type { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { DecodedLatent, Latent, LatentStep, StepTaken } from '#inference/diffusion/latent.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { ModelOutput } from '#inference/diffusion/modelOutput.ts';
import { latentBytes } from '#inference/diffusion/trace/latentBytes.ts';
import { readFloats } from '#inference/runtime/floatOutput.ts';

/**
 * A latent on the CPU. It reads each model output back and takes the scheduler step in 64 bits.
 * @example
 * const latent = new CpuLatent(session, noise, [1, 4, 64, 64]);
 * await latent.step(denoiser, { step, following, noise: drawNoise, wantsX0: false });
 */
export class CpuLatent implements Latent {
  readonly #session: LatentDiffusionSession;
  readonly #data: Float32Array;
  readonly #dims: readonly number[];
  readonly #trace: Uint8Array<ArrayBuffer>[];

  constructor(session: LatentDiffusionSession, data: Float32Array, dims: readonly number[]) {
    this.#session = session;
    this.#data = data;
    this.#dims = dims;
    this.#trace = [latentBytes(data)];
  }

  /** As it is now; the next step overwrites it. */
  get data(): Float32Array {
    return this.#data;
  }

  async step(denoiser: GuidedDenoiser, { step, noise, wantsX0 }: LatentStep): Promise<StepTaken> {
    const { timestep, inputScale, next, predictedX0 } = step;
    const latent = this.#data;
    const scaled = { data: latent.map((x) => x * inputScale), dims: this.#dims };
    const modelOutput = await denoiser.denoise(this.#session.sampleTensor(scaled, denoiser.copies), timestep);
    const output = await guidedOutput(modelOutput, latent.length);
    const x0 = wantsX0 && latent.map((x, i) => predictedX0.sample * x + predictedX0.modelOutput * output[i]!);
    const added = next.noise === 0 ? undefined : noise();
    for (let i = 0; i < latent.length; i++) {
      latent[i] =
        next.sample * latent[i]! + next.modelOutput * output[i]! + (added ? next.noise * added[i]! : 0);
    }
    this.#trace.push(latentBytes(latent));
    return x0 ? { predictedX0: Promise.resolve(x0) } : {};
  }

  async decode(): Promise<DecodedLatent> {
    const picture = await this.#session.decode({ data: this.#data, dims: this.#dims });
    return { latent: this.#data, trace: this.#trace, picture };
  }

  dispose(): void {}
}

/**
 * The model output with guidance, uncond + guidance · (cond − uncond). Disposes of its tensors.
 * @throws InferenceError NOT_FINITE
 */
async function guidedOutput(
  { uncond, cond, guidance, dispose }: ModelOutput,
  length: number,
): Promise<Float64Array> {
  try {
    const uncondFloats = await readFloats(uncond.tensor);
    const condFloats = cond.tensor === uncond.tensor ? uncondFloats : await readFloats(cond.tensor);
    const output = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      output[i] = uncondFloats[i]! + guidance * (condFloats[cond.offset + i]! - uncondFloats[i]!);
    }
    return output;
  } finally {
    dispose();
  }
}
