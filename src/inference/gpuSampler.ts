import type { Tensor } from 'onnxruntime-web';
import type { Runtime } from '#inference/runtime.ts';
import type { TokenDraw } from '#inference/tokenSampling.ts';
import { STREAM } from '#protocol/counterRandom.ts';

/** Threads that share the words of a row: what every GPU allows in a workgroup. */
const THREADS = 256;

/** Of the struct `Draw`, in steps of 16. */
const DRAW_BYTES = 32;

/** ONNX Runtime binds buffers in steps of 16 bytes. */
const IDS_BYTES = 16;

/**
 * The argmax of `sampleToken`, but for its nucleus, in 32 bits: of words that are as likely as each other to a millionth
 * it may take the other. Four words at a time are one block of the noise, `philox4x32` of `counterRandom.ts`.
 */
const shader = (type: 'float32' | 'float16') => `
struct Draw { vocabulary : u32, position : u32, seedLow : u32, seedHigh : u32, temperature : f32 }
struct Best { score : f32, id : u32 }
@group(0) @binding(0) var<storage, read> logits : array<${type === 'float16' ? 'vec2<u32>' : 'vec4<f32>'}>;
@group(0) @binding(1) var<uniform> draw : Draw;
@group(0) @binding(2) var<storage, read_write> ids : array<u32>;
var<workgroup> found : array<Best, ${THREADS}>;

fn fourLogits(at : u32) -> vec4<f32> {
  ${type === 'float16' ? 'return vec4<f32>(unpack2x16float(logits[at].x), unpack2x16float(logits[at].y));' : 'return logits[at];'}
}

fn multiplyHigh(a : u32, b : u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle1 = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let middle2 = (a & 0xffffu) * (b >> 16u) + (middle1 & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle1 >> 16u) + (middle2 >> 16u);
}

fn philox(index : u32) -> vec4<u32> {
  var c = vec4<u32>(index, draw.position, ${STREAM.tokenSampling}u, 0u);
  var k = vec2<u32>(draw.seedLow, draw.seedHigh);
  for (var round = 0u; round < 10u; round++) {
    let high = vec2<u32>(multiplyHigh(0xd2511f53u, c.x), multiplyHigh(0xcd9e8d57u, c.z));
    c = vec4<u32>(high.y ^ c.y ^ k.x, 0xcd9e8d57u * c.z, high.x ^ c.w ^ k.y, 0xd2511f53u * c.x);
    k += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// −ln(−ln u). Near 1, where those that win are, 32 bits tell 1 − u far better than u.
fn gumbel(word : u32) -> f32 {
  let u = (f32(word) + 0.5) * 0x1p-32;
  let rest = (f32(~word) + 0.5) * 0x1p-32;
  return -log(select(-log(u), rest * (1.0 + rest * (0.5 + rest / 3.0)), rest < 0.015625));
}

fn better(a : Best, b : Best) -> Best {
  if (b.score > a.score || (b.score == a.score && b.id < a.id)) { return b; }
  return a;
}

@compute @workgroup_size(${THREADS}) fn main(@builtin(local_invocation_index) thread : u32) {
  var best = Best(-3.4e38, 0u);
  for (var at = thread; at * 4u < draw.vocabulary; at += ${THREADS}u) {
    var scores = fourLogits(at);
    if (draw.temperature > 0.0) {
      let words = philox(at);
      let noise = vec4<f32>(gumbel(words.x), gumbel(words.y), gumbel(words.z), gumbel(words.w));
      scores = scores / draw.temperature + noise;
    }
    for (var lane = 0u; lane < 4u; lane++) {
      let id = at * 4u + lane;
      if (id < draw.vocabulary) { best = better(best, Best(scores[lane], id)); }
    }
  }
  found[thread] = best;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { found[thread] = better(found[thread], found[thread + half]); }
  }
  if (thread == 0u) { ids[0] = found[0].id; }
}`;

/**
 * Draws tokens on the GPU, from logits that lie there, into token ids that the next run can be fed without anybody having
 * seen them. It is a guess, though nearly always right: what the answer takes is what `sampleToken` says.
 */
export class GpuSampler {
  /** [1, 1]: the token that was drawn last. */
  readonly ids: Tensor;
  readonly #device: GPUDevice;
  readonly #pipelines: Readonly<Record<'float32' | 'float16', GPUComputePipeline>>;
  readonly #draw: GPUBuffer;

  private constructor(
    runtime: Runtime,
    device: GPUDevice,
    dataType: 'int32' | 'int64',
    pipelines: Readonly<Record<'float32' | 'float16', GPUComputePipeline>>,
  ) {
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const ids = device.createBuffer({ size: IDS_BYTES, usage: STORAGE | COPY_SRC | COPY_DST });
    this.ids = runtime.Tensor.fromGpuBuffer(ids, { dataType, dims: [1, 1], dispose: () => ids.destroy() });
    this.#draw = device.createBuffer({ size: DRAW_BYTES, usage: UNIFORM | COPY_DST });
    this.#device = device;
    this.#pipelines = pipelines;
  }

  /** @param idType what the graph takes token ids as */
  static async create(runtime: Runtime, device: GPUDevice, idType: 'int32' | 'int64'): Promise<GpuSampler> {
    const compile = (type: 'float32' | 'float16') =>
      device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code: shader(type) }), entryPoint: 'main' },
      });
    const [float32, float16] = await Promise.all([compile('float32'), compile('float16')]);
    return new GpuSampler(runtime, device, idType, { float32, float16 });
  }

  /** @param logits [1, 1, vocabulary], float32 or float16 */
  draw(logits: Tensor, { temperature, seed, position }: TokenDraw): void {
    const words = new DataView(new ArrayBuffer(DRAW_BYTES));
    const integers = [logits.dims[2]!, position, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
    for (const [at, value] of integers.entries()) words.setUint32(4 * at, value, true);
    words.setFloat32(4 * integers.length, temperature, true);
    this.#device.queue.writeBuffer(this.#draw, 0, words);
    const pipeline = this.#pipelines[logits.type as 'float32' | 'float16'];
    const buffers = [logits.gpuBuffer, this.#draw, this.ids.gpuBuffer] as GPUBuffer[];
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.#device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(1);
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }

  dispose(): void {
    this.ids.dispose();
    this.#draw.destroy();
  }
}
