import type { Tensor } from 'onnxruntime-web';
import { GpuKernel } from '#inference/runtime/gpuKernel.ts';
import { isFloatType, type FloatType } from '#inference/runtime/floatOutput.ts';
import { emptyGpuTensor } from '#inference/runtime/gpuTensor.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';
import { STREAM } from '#protocol/draw/counterRandom.ts';

/** Threads that share the vocabulary of a row: every GPU allows this many in a workgroup. */
const THREADS = 256;

type IdType = 'int32' | 'int64';

/** 32-bit words in the struct `Draw`. */
const DRAW_WORDS = 5;

/**
 * The argmax of `sampleToken` without its nucleus, in 32 bits: of two tokens with nearly equal scores it may
 * take the other one. A workgroup computes a row; four token ids share one block of noise, `philox4x32` of
 * `counterRandom.ts`.
 */
const shader = (type: FloatType, words: number) => `
struct Draw { vocabulary : u32, position : u32, seedLow : u32, seedHigh : u32, temperature : f32 }
struct Best { score : f32, id : u32 }
@group(0) @binding(0) var<storage, read> logits : array<${type === 'float16' ? 'u32' : 'f32'}>;
@group(0) @binding(1) var<storage, read> draws : array<Draw>;
@group(0) @binding(2) var<storage, read_write> ids : array<u32>;
var<workgroup> found : array<Best, ${THREADS}>;
const LOWEST = -3.4e38;

fn logit(at : u32) -> f32 {
  return ${type === 'float16' ? 'unpack2x16float(logits[at / 2u])[at % 2u]' : 'logits[at]'};
}

fn multiplyHigh(a : u32, b : u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle1 = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let middle2 = (a & 0xffffu) * (b >> 16u) + (middle1 & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle1 >> 16u) + (middle2 >> 16u);
}

fn philox(draw : Draw, index : u32) -> vec4<u32> {
  var c = vec4<u32>(index, draw.position, ${STREAM.tokenSampling}u, 0u);
  var k = vec2<u32>(draw.seedLow, draw.seedHigh);
  for (var round = 0u; round < 10u; round++) {
    let high = vec2<u32>(multiplyHigh(0xd2511f53u, c.x), multiplyHigh(0xcd9e8d57u, c.z));
    c = vec4<u32>(high.y ^ c.y ^ k.x, 0xcd9e8d57u * c.z, high.x ^ c.w ^ k.y, 0xd2511f53u * c.x);
    k += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// −ln(−ln u). Near 1, where the winners are, 32 bits hold 1 − u far more precisely than u.
fn gumbel(word : u32) -> f32 {
  let u = (f32(word) + 0.5) * 0x1p-32;
  let rest = (f32(~word) + 0.5) * 0x1p-32;
  return -log(select(-log(u), rest * (1.0 + rest * (0.5 + rest / 3.0)), rest < 0.015625));
}

fn better(a : Best, b : Best) -> Best {
  if (b.score > a.score || (b.score == a.score && b.id < a.id)) { return b; }
  return a;
}

fn scored(draw : Draw, row : u32, id : u32, noise : f32) -> Best {
  if (id >= draw.vocabulary) { return Best(LOWEST, id); }
  let value = logit(row * draw.vocabulary + id);
  if (draw.temperature == 0.0) { return Best(value, id); }
  return Best(value / draw.temperature + noise, id);
}

@compute @workgroup_size(${THREADS}) fn main(
  @builtin(workgroup_id) group : vec3<u32>,
  @builtin(local_invocation_index) thread : u32,
) {
  let row = group.x;
  let draw = draws[row];
  var best = Best(LOWEST, 0u);
  for (var four = thread; four * 4u < draw.vocabulary; four += ${THREADS}u) {
    var noise = vec4<f32>();
    if (draw.temperature > 0.0) {
      let words = philox(draw, four);
      noise = vec4<f32>(gumbel(words.x), gumbel(words.y), gumbel(words.z), gumbel(words.w));
    }
    best = better(best, scored(draw, row, four * 4u, noise.x));
    best = better(best, scored(draw, row, four * 4u + 1u, noise.y));
    best = better(best, scored(draw, row, four * 4u + 2u, noise.z));
    best = better(best, scored(draw, row, four * 4u + 3u, noise.w));
  }
  found[thread] = best;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { found[thread] = better(found[thread], found[thread + half]); }
  }
  if (thread == 0u) { ids[row * ${words}u] = found[0].id; }
}`;

/** Buffers for a batch size. */
interface SamplerBuffers {
  /** [rows, 1]. */
  readonly ids: Tensor;
  readonly draws: GPUBuffer;
}

/**
 * Samples tokens on the GPU, from logits on the GPU, as token ids that the next run can be fed before the CPU
 * has read them. The result is a prediction, nearly always right: the answer takes what `sampleToken` gives.
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
   * @example
   * const sampler = await GpuSampler.create(runtime, 'int64', 'float32');
   * const ids = sampler?.draw(logits, [{ temperature: 0, topP: 1, seed: 1, position: 0 }]);
   */
  static async create(
    runtime: Runtime,
    idType: Tensor.Type,
    logitsType: Tensor.Type,
  ): Promise<GpuSampler | undefined> {
    const { device } = runtime;
    if (!device || (idType !== 'int32' && idType !== 'int64') || !isFloatType(logitsType)) return undefined;
    const kernel = await GpuKernel.compile(device, shader(logitsType, idWords(idType)));
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
