import type { Tensor } from 'onnxruntime-web';
import { StepKernel } from '#inference/diffusion/stepKernel.ts';
import { BufferReader } from '#inference/runtime/bufferReader.ts';
import { type FloatType, isFloatType } from '#inference/runtime/floatOutput.ts';
import { emptyGpuTensor } from '#inference/runtime/gpuTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';

/** The float types in which a model's graphs take and give latents. */
export interface LatentTypes {
  readonly sample: Tensor.Type;
  readonly output: Tensor.Type;
  readonly decoder: Tensor.Type;
}

/**
 * A GPU that can keep a model's latents from step to step: its kernel, its reader, and tensors for its
 * graphs.
 * @example
 * const types = { sample: 'float16', output: 'float16', decoder: 'float32' } as const;
 * const gpu = await LatentDevice.create(runtime, types);
 */
export class LatentDevice {
  readonly device: GPUDevice;
  readonly kernel: StepKernel;
  readonly reader: BufferReader;
  readonly #runtime: Runtime;
  readonly #fed: { readonly sample: FloatType; readonly decoder: FloatType };

  private constructor(
    runtime: Runtime,
    device: GPUDevice,
    kernel: StepKernel,
    fed: { sample: FloatType; decoder: FloatType },
  ) {
    this.#runtime = runtime;
    this.device = device;
    this.kernel = kernel;
    this.reader = new BufferReader(device);
    this.#fed = fed;
  }

  /**
   * @returns undefined where there is no GPU, or it lacks what the kernel needs; latents then stay on the CPU
   */
  static async create(
    runtime: Runtime,
    { sample, output, decoder }: LatentTypes,
  ): Promise<LatentDevice | undefined> {
    const { device } = runtime;
    if (!device || !isFloatType(output) || !isFloatType(sample) || !isFloatType(decoder)) return undefined;
    const kernel = await StepKernel.create(device, output, [sample, decoder]);
    return kernel && new LatentDevice(runtime, device, kernel, { sample, decoder });
  }

  /** An empty input of the denoiser, [copies, c, h, w], for a latent [1, c, h, w]. */
  sampleTensor([, ...dims]: readonly number[], copies: number): Tensor {
    return emptyGpuTensor(this.#runtime, this.device, this.#fed.sample, [copies, ...dims]);
  }

  /** An empty input of the decoder. */
  decoderTensor(dims: readonly number[]): Tensor {
    return emptyGpuTensor(this.#runtime, this.device, this.#fed.decoder, dims);
  }

  dispose(): void {
    this.reader.dispose();
  }
}
