import type { Tensor } from 'onnxruntime-web';
import type { GuidedDenoiser } from '#inference/diffusion/guidedDenoiser.ts';
import type { DecodedLatent, Latent, LatentStep, StepTaken } from '#inference/diffusion/latent.ts';
import type { LatentDevice } from '#inference/diffusion/latentDevice.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import { type LatentBuffers, type LatentFeed, PARAMS_BYTES } from '#inference/diffusion/stepKernel.ts';
import { LatentRecorder } from '#inference/diffusion/trace/latentRecorder.ts';
import { requireFinite } from '#inference/runtime/floatOutput.ts';

export interface GpuLatentInput {
  /** The initial sample: an even number of floats. */
  readonly data: Float32Array<ArrayBuffer>;
  /** [1, c, h, w] */
  readonly dims: readonly number[];
  /** Batch size of the denoiser's runs. */
  readonly copies: number;
  /** Of the first step. */
  readonly inputScale: number;
  /** How many steps it takes. */
  readonly steps: number;
}

/**
 * A latent that stays on the GPU from the first step to the picture, so that the CPU prepares the next run
 * while the GPU works on this one.
 * @example
 * const latent = new GpuLatent(session, gpu, { data, dims: [1, 4, 64, 64], copies: 1, inputScale: 1 });
 * await latent.step(denoiser, { step, following, noise: drawNoise, wantsX0: false });
 */
export class GpuLatent implements Latent {
  readonly #session: LatentDiffusionSession;
  readonly #gpu: LatentDevice;
  readonly #buffers: LatentBuffers;
  readonly #sample: Tensor;
  readonly #toDecoder: LatentFeed;
  readonly #recorder: LatentRecorder;

  constructor(
    session: LatentDiffusionSession,
    gpu: LatentDevice,
    { data, dims, copies, inputScale, steps }: GpuLatentInput,
  ) {
    const { device } = gpu;
    const { STORAGE, COPY_SRC, COPY_DST, UNIFORM } = GPUBufferUsage;
    const floats = () => device.createBuffer({ size: data.byteLength, usage: STORAGE | COPY_SRC | COPY_DST });
    this.#session = session;
    this.#gpu = gpu;
    const params = device.createBuffer({ size: PARAMS_BYTES, usage: UNIFORM | COPY_DST });
    this.#buffers = { sample: floats(), predictedX0: floats(), noise: floats(), params };
    device.queue.writeBuffer(this.#buffers.sample, 0, data);
    this.#recorder = new LatentRecorder(device, data, steps);
    this.#sample = gpu.sampleTensor(dims, copies);
    this.#toDecoder = { tensor: gpu.decoderTensor(dims), ...session.decoderScaling };
    const sample = session.sampleTensor({ data: data.map((x) => x * inputScale), dims }, copies);
    device.queue.writeBuffer(
      this.#sample.gpuBuffer as GPUBuffer,
      0,
      sample.data as Float32Array<ArrayBuffer>,
    );
  }

  async step(denoiser: GuidedDenoiser, { step, following, noise, wantsX0 }: LatentStep): Promise<StepTaken> {
    const { device, kernel, reader } = this.#gpu;
    const modelOutput = await denoiser.denoise(this.#sample, step.timestep);
    const feed = following
      ? { tensor: this.#sample, scale: following.inputScale, shift: 0 }
      : this.#toDecoder;
    if (step.next.noise !== 0) device.queue.writeBuffer(this.#buffers.noise, 0, noise());
    kernel.step(this.#buffers, modelOutput, step, feed);
    this.#recorder.add(this.#buffers.sample);
    modelOutput.dispose();
    if (!wantsX0) return { over: device.queue.onSubmittedWorkDone() };
    const predictedX0 = reader
      .fetch([whole(this.#buffers.predictedX0)])
      .then((bytes) => new Float32Array(bytes));
    return { over: predictedX0, predictedX0 };
  }

  async decode(): Promise<DecodedLatent> {
    const reading = this.#recorder.read();
    // The decoder may fail first.
    reading.catch(() => undefined);
    const picture = await this.#session.decodeTensor(this.#toDecoder.tensor);
    const trace = await reading;
    const latent = new Float32Array(trace.at(-1)!.slice().buffer);
    return { latent: requireFinite(latent), trace, picture };
  }

  dispose(): void {
    for (const buffer of Object.values(this.#buffers) as GPUBuffer[]) buffer.destroy();
    this.#recorder.dispose();
    for (const tensor of [this.#sample, this.#toDecoder.tensor]) tensor.dispose();
  }
}

const whole = (buffer: GPUBuffer) => ({ buffer, from: 0, size: buffer.size });
