import type { Tensor } from 'onnxruntime-web';
import type { ModelOutput } from '#inference/diffusion/modelOutput.ts';
import type { SchedulerStep } from '#inference/diffusion/scheduler/schedulerStep.ts';
import type { FloatType } from '#inference/runtime/floatOutput.ts';
import { GpuKernel } from '#inference/runtime/gpuKernel.ts';

/** Threads that every GPU allows in a workgroup. */
const THREADS = 256;

/** Numbers are read and written in pairs: a 32-bit word holds two 16-bit floats. */
const pair = (type: FloatType) => (type === 'float16' ? 'u32' : 'vec2<f32>');
const unpacked = (type: FloatType, value: string) =>
  type === 'float16' ? `unpack2x16float(${value})` : value;
const packed = (type: FloatType, value: string) => (type === 'float16' ? `pack2x16float(${value})` : value);

const shader = (given: FloatType, fed: FloatType) => `
struct Params {
  pairs : u32, copies : u32, condOffset : u32, guidance : f32,
  nextSample : f32, nextOutput : f32, nextNoise : f32,
  x0Sample : f32, x0Output : f32,
  feedScale : f32, feedShift : f32,
}
@group(0) @binding(0) var<uniform> params : Params;
@group(0) @binding(1) var<storage, read> uncondOutput : array<${pair(given)}>;
@group(0) @binding(2) var<storage, read> condOutput : array<${pair(given)}>;
@group(0) @binding(3) var<storage, read> noise : array<vec2<f32>>;
@group(0) @binding(4) var<storage, read_write> latent : array<vec2<f32>>;
@group(0) @binding(5) var<storage, read_write> predictedX0 : array<vec2<f32>>;
@group(0) @binding(6) var<storage, read_write> feed : array<${pair(fed)}>;

@compute @workgroup_size(${THREADS}) fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let at = id.x;
  if (at >= params.pairs) { return; }
  let uncond = ${unpacked(given, 'uncondOutput[at]')};
  let cond = ${unpacked(given, 'condOutput[params.condOffset + at]')};
  let output = uncond + params.guidance * (cond - uncond);
  let sample = latent[at];
  predictedX0[at] = params.x0Sample * sample + params.x0Output * output;
  var next = params.nextSample * sample + params.nextOutput * output;
  if (params.nextNoise != 0.0) { next += params.nextNoise * noise[at]; }
  latent[at] = next;
  let fed = ${packed(fed, 'next * params.feedScale + params.feedShift')};
  for (var copy = 0u; copy < params.copies; copy++) { feed[copy * params.pairs + at] = fed; }
}`;

/** Bytes of the struct `Params`, a multiple of 16. */
export const PARAMS_BYTES = 48;

/** A graph's input tensor, filled with scale · x + shift, repeated along its first dimension. */
export interface LatentFeed {
  readonly tensor: Tensor;
  readonly scale: number;
  readonly shift: number;
}

/** Buffers of a latent on the GPU; all but `params` hold as many floats as the latent. */
export interface LatentBuffers {
  readonly sample: GPUBuffer;
  readonly predictedX0: GPUBuffer;
  readonly noise: GPUBuffer;
  /** PARAMS_BYTES long. */
  readonly params: GPUBuffer;
}

/**
 * The GPU kernel of a scheduler step: guidance, the linear combination that is the next sample, and the next
 * graph's input.
 * @example
 * const kernel = await StepKernel.create(device, 'float16', ['float16', 'float32']);
 * kernel?.step(buffers, modelOutput, step, feed);
 */
export class StepKernel {
  readonly #device: GPUDevice;
  readonly #kernels: ReadonlyMap<FloatType, GpuKernel>;

  private constructor(device: GPUDevice, kernels: ReadonlyMap<FloatType, GpuKernel>) {
    this.#device = device;
    this.#kernels = kernels;
  }

  /**
   * @param given type of the denoiser's output
   * @param fed types of the graphs' inputs
   * @returns undefined where the GPU cannot compile it
   */
  static async create(
    device: GPUDevice,
    given: FloatType,
    fed: readonly FloatType[],
  ): Promise<StepKernel | undefined> {
    const kernels = new Map<FloatType, GpuKernel>();
    for (const type of new Set(fed)) {
      const kernel = await GpuKernel.compile(device, shader(given, type));
      if (!kernel) return undefined;
      kernels.set(type, kernel);
    }
    return new StepKernel(device, kernels);
  }

  /**
   * Submits a step: overwrites the sample with the next one and fills a graph's input. `noise` must be filled
   * if the step adds some.
   */
  step(
    buffers: LatentBuffers,
    { uncond, cond, guidance }: ModelOutput,
    { next, predictedX0 }: SchedulerStep,
    feed: LatentFeed,
  ): void {
    const pairs = buffers.sample.size / 8;
    const { tensor: fed, scale, shift } = feed;
    const integers = Uint32Array.of(pairs, fed.dims[0]!, cond.offset / 2);
    const floats = [
      guidance,
      next.sample,
      next.modelOutput,
      next.noise,
      predictedX0.sample,
      predictedX0.modelOutput,
      scale,
      shift,
    ];
    this.#device.queue.writeBuffer(buffers.params, 0, integers);
    this.#device.queue.writeBuffer(buffers.params, integers.byteLength, Float32Array.from(floats));
    const tensors = [uncond.tensor, cond.tensor].map(({ gpuBuffer }) => gpuBuffer as GPUBuffer);
    const { sample, noise } = buffers;
    const bound = [
      buffers.params,
      ...tensors,
      noise,
      sample,
      buffers.predictedX0,
      fed.gpuBuffer as GPUBuffer,
    ];
    this.#kernels.get(fed.type as FloatType)!.run(bound, Math.ceil(pairs / THREADS));
  }
}
