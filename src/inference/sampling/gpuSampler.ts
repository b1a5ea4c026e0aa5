import type { Tensor } from 'onnxruntime-web';
import { isFloatType } from '#inference/runtime/floatOutput.ts';
import { GpuKernel } from '#inference/runtime/gpuKernel.ts';
import { emptyGpuTensor } from '#inference/runtime/gpuTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { DRAW_WORDS, samplerShader } from '#inference/sampling/samplerShader.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';

type IdType = 'int32' | 'int64';

/** Buffers for a batch size. */
interface SamplerBuffers {
  /** [rows, 1]. */
  readonly ids: Tensor;
  readonly draws: GPUBuffer;
}

/**
 * Samples tokens on the GPU, from logits on the GPU, as token ids that the next run can be fed before the CPU
 * has read them. The result is a prediction, nearly always right: the answer takes what `sampleToken` gives.
 * @example
 * const sampler = await GpuSampler.create(runtime, 'int64', 'float32');
 * const ids = sampler?.draw(logits, [{ temperature: 0, topP: 1, seed: 1, position: 0 }]);
 */
export class GpuSampler {
  readonly #runtime: Runtime;
  readonly #device: GPUDevice;
  readonly #idType: IdType;
  readonly #kernel: GpuKernel;
  /** By batch size. */
  readonly #buffers = new Map<number, SamplerBuffers>();

  private constructor(runtime: Runtime, device: GPUDevice, idType: IdType, kernel: GpuKernel) {
    this.#runtime = runtime;
    this.#device = device;
    this.#idType = idType;
    this.#kernel = kernel;
  }

  /**
   * @param idType type in which the graph takes token ids
   * @param logitsType type in which it gives logits
   * @returns undefined where there is no GPU, or it cannot run the kernel: decoding then waits for the logits
   */
  static async create(
    runtime: Runtime,
    idType: Tensor.Type,
    logitsType: Tensor.Type,
  ): Promise<GpuSampler | undefined> {
    const { device } = runtime;
    if (!device || (idType !== 'int32' && idType !== 'int64') || !isFloatType(logitsType)) return undefined;
    const kernel = await GpuKernel.compile(device, samplerShader(logitsType, idWords(idType)));
    return kernel && new GpuSampler(runtime, device, idType, kernel);
  }

  /**
   * Enqueues the sampling of one token for each row.
   * @param logits [rows, 1, vocabulary] on the GPU
   * @param rows how each row's token is drawn
   * @returns the token ids [rows, 1] on the GPU; the next call for as many rows overwrites them
   */
  draw(logits: Tensor, rows: readonly TokenDraw[]): Tensor {
    const { ids, draws } = this.#buffersFor(rows.length);
    const words = new DataView(new ArrayBuffer(rows.length * DRAW_WORDS * 4));
    for (const [row, { temperature, seed, position }] of rows.entries()) {
      const at = row * DRAW_WORDS * 4;
      const integers = [logits.dims[2]!, position, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
      for (const [word, value] of integers.entries()) words.setUint32(at + 4 * word, value, true);
      words.setFloat32(at + 4 * integers.length, temperature, true);
    }
    this.#device.queue.writeBuffer(draws, 0, words);
    this.#kernel.run([logits.gpuBuffer, draws, ids.gpuBuffer] as GPUBuffer[], rows.length);
    return ids;
  }

  dispose(): void {
    for (const { ids, draws } of this.#buffers.values()) {
      ids.dispose();
      draws.destroy();
    }
    this.#buffers.clear();
  }

  #buffersFor(rows: number): SamplerBuffers {
    const known = this.#buffers.get(rows);
    if (known) return known;
    const ids = emptyGpuTensor(this.#runtime, this.#device, this.#idType, [rows, 1]);
    const { STORAGE, COPY_DST } = GPUBufferUsage;
    const draws = this.#device.createBuffer({ size: rows * DRAW_WORDS * 4, usage: STORAGE | COPY_DST });
    const made = { ids, draws };
    this.#buffers.set(rows, made);
    return made;
  }
}

/** 32-bit words of a token id; the higher of two is zero. */
export const idWords = (type: Tensor.Type): number => (type === 'int64' ? 2 : 1);
