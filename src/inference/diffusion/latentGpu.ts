import type { Tensor } from 'onnxruntime-web';
import { BufferReader } from '#inference/runtime/bufferReader.ts';
import { LatentMixer } from '#inference/diffusion/latentMixer.ts';
import { isFloatType, type FloatType } from '#inference/runtime/floatOutput.ts';
import { emptyGpuTensor } from '#inference/runtime/gpuTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/** What a model's graphs take and give latents as. */
export interface LatentTypes {
  readonly sample: Tensor.Type;
  readonly output: Tensor.Type;
  readonly decoder: Tensor.Type;
}

/** What it takes to keep a model's latents on the GPU from step to step. */
export class LatentGpu {
  readonly device: GPUDevice;
  readonly mixer: LatentMixer;
  readonly reader: BufferReader;
  readonly #runtime: Runtime;
  readonly #fed: { readonly sample: FloatType; readonly decoder: FloatType };

  private constructor(
    runtime: Runtime,
    device: GPUDevice,
    mixer: LatentMixer,
    fed: { sample: FloatType; decoder: FloatType },
  ) {
    this.#runtime = runtime;
    this.device = device;
    this.mixer = mixer;
    this.reader = new BufferReader(device);
    this.#fed = fed;
  }

  /** @returns undefined where there is no GPU, or it cannot do it: nobody depends on it */
  static async create(
    runtime: Runtime,
    { sample, output, decoder }: LatentTypes,
  ): Promise<LatentGpu | undefined> {
    const { device } = runtime;
    if (!device || !isFloatType(output) || !isFloatType(sample) || !isFloatType(decoder)) return undefined;
    const mixer = await LatentMixer.create(device, output, [sample, decoder]);
    return mixer && new LatentGpu(runtime, device, mixer, { sample, decoder });
  }

  /** Room for what the denoiser is fed of a latent [1, c, h, w]: [copies, c, h, w]. */
  sampleTensor([, ...dims]: readonly number[], copies: number): Tensor {
    return emptyGpuTensor(this.#runtime, this.device, this.#fed.sample, [copies, ...dims]);
  }

  /** Room for what the decoder is. */
  decoderTensor(dims: readonly number[]): Tensor {
    return emptyGpuTensor(this.#runtime, this.device, this.#fed.decoder, dims);
  }

  dispose(): void {
    this.reader.dispose();
  }
}
