import type { Tensor } from 'onnxruntime-web';
import type { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { DecodedLatent, Latent, StepTaken } from '#inference/diffusion/latent.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentGpu } from '#inference/diffusion/latentGpu.ts';
import { MIX_BYTES, type LatentBuffers, type LatentFeed } from '#inference/diffusion/latentMixer.ts';
import type { NoiseStep } from '#inference/diffusion/noiseSchedule.ts';
import { requireFinite } from '#inference/runtime/floatOutput.ts';

/**
 * A latent that stays on the GPU from the first step to the picture, so that the processor puts the next run together while the
 * GPU is at this one.
 */
export class GpuLatent implements Latent {
  readonly #session: LatentDiffusionSession;
  readonly #gpu: LatentGpu;
  readonly #buffers: LatentBuffers;
  readonly #sample: Tensor;
  readonly #toDecoder: LatentFeed;

  /**
   * @param data an even number of floats
   * @param inputScale of the first step
   */
  constructor(
    session: LatentDiffusionSession,
    gpu: LatentGpu,
    data: Float32Array<ArrayBuffer>,
    dims: readonly number[],
    copies: number,
    inputScale: number,
  ) {
    const { device } = gpu;
    const { STORAGE, COPY_SRC, COPY_DST, UNIFORM } = GPUBufferUsage;
    const floats = () => device.createBuffer({ size: data.byteLength, usage: STORAGE | COPY_SRC | COPY_DST });
    this.#session = session;
    this.#gpu = gpu;
    const mix = device.createBuffer({ size: MIX_BYTES, usage: UNIFORM | COPY_DST });
    this.#buffers = { sample: floats(), picture: floats(), fresh: floats(), mix };
    device.queue.writeBuffer(this.#buffers.sample, 0, data);
    this.#sample = gpu.sampleTensor(dims, copies);
    this.#toDecoder = { tensor: gpu.decoderTensor(dims), ...session.decoderScaling };
    const sample = session.sampleTensor({ data: data.map((x) => x * inputScale), dims }, copies);
    device.queue.writeBuffer(
      this.#sample.gpuBuffer as GPUBuffer,
      0,
      sample.data as Float32Array<ArrayBuffer>,
    );
  }

  async step(
    denoiser: GuidedDenoiser,
    step: NoiseStep,
    following: NoiseStep | undefined,
    fresh: () => Float32Array<ArrayBuffer>,
    foretells: boolean,
  ): Promise<StepTaken> {
    const { device, mixer, reader } = this.#gpu;
    const prediction = await denoiser.denoise(this.#sample, step.timestep);
    const feed = following
      ? { tensor: this.#sample, scale: following.inputScale, shift: 0 }
      : this.#toDecoder;
    if (step.next.noise !== 0) device.queue.writeBuffer(this.#buffers.fresh, 0, fresh());
    mixer.step(this.#buffers, prediction, step, feed);
    prediction.dispose();
    if (!foretells) return { over: device.queue.onSubmittedWorkDone() };
    const foretold = reader.fetch([whole(this.#buffers.picture)]).then((bytes) => new Float32Array(bytes));
    return { over: foretold, foretold };
  }

  async decode(): Promise<DecodedLatent> {
    const reading = this.#gpu.reader.fetch([whole(this.#buffers.sample)]);
    // The decoder may fail first.
    reading.catch(() => undefined);
    const picture = await this.#session.decodeTensor(this.#toDecoder.tensor);
    return { latent: requireFinite(new Float32Array(await reading)), picture };
  }

  dispose(): void {
    for (const buffer of Object.values(this.#buffers) as GPUBuffer[]) buffer.destroy();
    for (const tensor of [this.#sample, this.#toDecoder.tensor]) tensor.dispose();
  }
}

const whole = (buffer: GPUBuffer) => ({ buffer, from: 0, size: buffer.size });
