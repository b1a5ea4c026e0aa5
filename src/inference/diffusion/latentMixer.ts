import type { Tensor } from 'onnxruntime-web';
import { GpuKernel } from '#inference/runtime/gpuKernel.ts';
import type { ModelOutput } from '#inference/diffusion/modelOutput.ts';
import type { NoiseStep } from '#inference/diffusion/noiseSchedule.ts';
import type { FloatType } from '#inference/runtime/floatOutput.ts';

/** What every GPU allows in a workgroup. */
const THREADS = 256;

/** Numbers are read and written in pairs: a word of 32 bits holds two of 16. */
const pair = (type: FloatType) => (type === 'float16' ? 'u32' : 'vec2<f32>');
const unpacked = (type: FloatType, value: string) =>
  type === 'float16' ? `unpack2x16float(${value})` : value;
const packed = (type: FloatType, value: string) => (type === 'float16' ? `pack2x16float(${value})` : value);

const shader = (given: FloatType, fed: FloatType) => `
struct Mix {
  pairs : u32, copies : u32, condOffset : u32, guidance : f32,
  sample : f32, output : f32, noise : f32,
  pictureSample : f32, pictureOutput : f32,
  feedScale : f32, feedShift : f32,
}
@group(0) @binding(0) var<uniform> mix : Mix;
@group(0) @binding(1) var<storage, read> unconditional : array<${pair(given)}>;
@group(0) @binding(2) var<storage, read> conditional : array<${pair(given)}>;
@group(0) @binding(3) var<storage, read> fresh : array<vec2<f32>>;
@group(0) @binding(4) var<storage, read_write> latent : array<vec2<f32>>;
@group(0) @binding(5) var<storage, read_write> picture : array<vec2<f32>>;
@group(0) @binding(6) var<storage, read_write> feed : array<${pair(fed)}>;

@compute @workgroup_size(${THREADS}) fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let at = id.x;
  if (at >= mix.pairs) { return; }
  let uncond = ${unpacked(given, 'unconditional[at]')};
  let cond = ${unpacked(given, 'conditional[mix.condOffset + at]')};
  let output = uncond + mix.guidance * (cond - uncond);
  let sample = latent[at];
  picture[at] = mix.pictureSample * sample + mix.pictureOutput * output;
  var next = mix.sample * sample + mix.output * output;
  if (mix.noise != 0.0) { next += mix.noise * fresh[at]; }
  latent[at] = next;
  let fed = ${packed(fed, 'next * mix.feedScale + mix.feedShift')};
  for (var copy = 0u; copy < mix.copies; copy++) { feed[copy * mix.pairs + at] = fed; }
}`;

/** Bytes of the struct `Mix`, in steps of 16. */
export const MIX_BYTES = 48;

/** What a graph is fed: copies of scale · x + shift, one behind the other, as many as its first dimension says. */
export interface LatentFeed {
  readonly tensor: Tensor;
  readonly scale: number;
  readonly shift: number;
}

/** Buffers of a latent on the GPU, all but the last of so many floats. */
export interface LatentBuffers {
  readonly sample: GPUBuffer;
  /** What a step foretells of the finished picture. */
  readonly picture: GPUBuffer;
  readonly fresh: GPUBuffer;
  /** MIX_BYTES. */
  readonly mix: GPUBuffer;
}

/** Takes a sampler's steps on the GPU: guidance, the mix of sample, prediction and noise, and what the next graph is fed. */
export class LatentMixer {
  readonly #device: GPUDevice;
  readonly #kernels: ReadonlyMap<FloatType, GpuKernel>;

  private constructor(device: GPUDevice, kernels: ReadonlyMap<FloatType, GpuKernel>) {
    this.#device = device;
    this.#kernels = kernels;
  }

  /**
   * @param given what the denoiser gives
   * @param fed what the graphs are fed
   * @returns undefined where the GPU cannot do it
   */
  static async create(
    device: GPUDevice,
    given: FloatType,
    fed: readonly FloatType[],
  ): Promise<LatentMixer | undefined> {
    const kernels = new Map<FloatType, GpuKernel>();
    for (const type of new Set(fed)) {
      const kernel = await GpuKernel.compile(device, shader(given, type));
      if (!kernel) return undefined;
      kernels.set(type, kernel);
    }
    return new LatentMixer(device, kernels);
  }

  /** Submits a step: the sample becomes the next one, which is fed to a graph. Fresh noise lies there if the step has some. */
  step(
    buffers: LatentBuffers,
    { uncond, cond, guidance }: ModelOutput,
    { next, picture }: NoiseStep,
    feed: LatentFeed,
  ): void {
    const pairs = buffers.sample.size / 8;
    const { tensor: fed, scale, shift } = feed;
    const integers = Uint32Array.of(pairs, fed.dims[0]!, cond.offset / 2);
    const floats = [
      guidance,
      next.sample,
      next.output,
      next.noise,
      picture.sample,
      picture.output,
      scale,
      shift,
    ];
    this.#device.queue.writeBuffer(buffers.mix, 0, integers);
    this.#device.queue.writeBuffer(buffers.mix, integers.byteLength, Float32Array.from(floats));
    const tensors = [uncond.tensor, cond.tensor].map(({ gpuBuffer }) => gpuBuffer as GPUBuffer);
    const { sample, fresh } = buffers;
    const bound = [buffers.mix, ...tensors, fresh, sample, buffers.picture, fed.gpuBuffer as GPUBuffer];
    this.#kernels.get(fed.type as FloatType)!.run(bound, Math.ceil(pairs / THREADS));
  }
}
