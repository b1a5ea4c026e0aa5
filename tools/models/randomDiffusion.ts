import { encodeFloat16 } from '#inference/float16.ts';
import { normals, STREAM } from '#protocol/counterRandom.ts';
import { GraphBuilder } from './graphBuilder.ts';
import { DATA_TYPE, type ModelProto } from './onnxFile.ts';

/** In which of the published forms a model is written. */
export interface DiffusionLayout {
  readonly float: 'float32' | 'float16';
  readonly timestep: 'int64' | 'float32';
  /** Whether the denoiser is told of the guidance in `timestep_cond`. */
  readonly guidance: boolean;
}

export interface DiffusionGraphs {
  readonly textEncoder: ModelProto;
  readonly denoiser: ModelProto;
  readonly decoder: ModelProto;
  readonly imageEncoder: ModelProto;
}

/** Wide enough for every operator to have something to do. */
export const SIZES = {
  vocabulary: 64,
  tokens: 16,
  width: 32,
  channels: 32,
  groups: 8,
  latent: 4,
  scale: 8,
} as const;
const GUIDANCE_WIDTH = 32;
const TIME_WIDTH = 32;
const LONGEST_WAVE = 10_000;

/**
 * A Stable Diffusion in small with random weights: it draws nothing, but has the inputs, outputs, open dimensions and
 * operators of the published exports (convolutions, GroupNorm in its InstanceNorm form, time embedding,
 * cross-attention with its shape arithmetic). The same seed gives the same weights.
 */
export function randomDiffusion(layout: DiffusionLayout, seed: number): DiffusionGraphs {
  const weights = new WeightSource(seed);
  return {
    textEncoder: textEncoder(new FloatGraph(layout.float, weights)),
    denoiser: denoiser(new FloatGraph(layout.float, weights), layout),
    decoder: decoder(new FloatGraph(layout.float, weights)),
    imageEncoder: imageEncoder(new FloatGraph(layout.float, weights)),
  };
}

class WeightSource {
  readonly #seed: number;
  #drawn = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  normal(count: number, spread: number): Float32Array {
    return normals(this.#seed, STREAM.initialNoise, this.#drawn++, count).map((x) => x * spread);
  }
}

/** Layers of a graph whose floats are all of one type. */
class FloatGraph {
  readonly g = new GraphBuilder();
  readonly type: typeof DATA_TYPE.float32 | typeof DATA_TYPE.float16;
  readonly #weights: WeightSource;

  constructor(float: DiffusionLayout['float'], weights: WeightSource) {
    this.type = DATA_TYPE[float];
    this.#weights = weights;
  }

  constant(name: string, values: Float32Array, dims: readonly number[]): string {
    return this.g.constant(name, this.type === DATA_TYPE.float16 ? encodeFloat16(values) : values, dims);
  }

  random(name: string, dims: readonly number[], spread: number): string {
    return this.constant(
      name,
      this.#weights.normal(
        dims.reduce((a, b) => a * b, 1),
        spread,
      ),
      dims,
    );
  }

  linear(input: string, name: string, from: number, to: number): string {
    const product = this.g.node(
      'MatMul',
      [input, this.random(`${name}.weight`, [from, to], from ** -0.5)],
      `${name}.product`,
    );
    return this.g.node('Add', [product, this.random(`${name}.bias`, [to], 0.1)], name);
  }

  convolution(input: string, name: string, from: number, to: number, kernel: number): string {
    const weight = this.random(
      `${name}.weight`,
      [to, from, kernel, kernel],
      (from * kernel * kernel) ** -0.5,
    );
    const pad = (kernel - 1) / 2;
    const attributes = { kernel_shape: [kernel, kernel], pads: [pad, pad, pad, pad] };
    return this.g.node('Conv', [input, weight, this.random(`${name}.bias`, [to], 0.1)], name, attributes);
  }

  layerNorm(input: string, name: string, width: number): string {
    const scale = this.constant(`${name}.weight`, new Float32Array(width).fill(1), [width]);
    const bias = this.random(`${name}.bias`, [width], 0.1);
    return this.g.node('LayerNormalization', [input, scale, bias], name, { axis: -1 });
  }

  /** GroupNorm as exporters write it: channels of a group side by side, InstanceNormalization, and back again. */
  groupNorm(input: string, name: string): string {
    const { channels, groups } = SIZES;
    const { g } = this;
    const grouped = g.node('Reshape', [input, g.integers([0, groups, -1])], `${name}.grouped`);
    const one = this.constant(`${name}.one`, new Float32Array(groups).fill(1), [groups]);
    const zero = this.constant(`${name}.zero`, new Float32Array(groups), [groups]);
    const normal = g.node('InstanceNormalization', [grouped, one, zero], `${name}.normal`);
    const shape = g.node('Shape', [input], `${name}.shape`);
    const back = g.node('Reshape', [normal, shape], `${name}.back`);
    const scaled = g.node(
      'Mul',
      [back, this.random(`${name}.weight`, [channels, 1, 1], 1)],
      `${name}.scaled`,
    );
    return g.node('Add', [scaled, this.random(`${name}.bias`, [channels, 1, 1], 0.1)], name);
  }

  silu(input: string, name: string): string {
    return this.g.node('Mul', [input, this.g.node('Sigmoid', [input], `${name}.sigmoid`)], name);
  }
}

function textEncoder(f: FloatGraph): ModelProto {
  const { g } = f;
  const { vocabulary, tokens, width } = SIZES;
  const ids = g.input('input_ids', DATA_TYPE.int64, ['batch_size', 'sequence_length']);
  const words = g.node('Gather', [f.random('token_embedding', [vocabulary, width], 1), ids], 'words');
  let x = g.node('Add', [words, f.random('position_embedding', [tokens, width], 0.3)], 'embedded');
  const hidden = f.linear(f.layerNorm(x, 'norm', width), 'up', width, 2 * width);
  const gate = g.node('Sigmoid', [hidden], 'gate');
  x = g.node(
    'Add',
    [x, f.linear(g.node('Mul', [hidden, gate], 'active'), 'down', 2 * width, width)],
    'mixed',
  );
  const last = f.layerNorm(x, 'last_hidden_state', width);
  g.output(last, f.type, ['batch_size', 'sequence_length', width]);
  return g.build('text-encoder');
}

function denoiser(f: FloatGraph, layout: DiffusionLayout): ModelProto {
  const { g } = f;
  const { channels, latent, width } = SIZES;
  const picture = ['batch_size', latent, 'height', 'width'];
  const sample = g.input('sample', f.type, picture);
  const timestep = g.input('timestep', DATA_TYPE[layout.timestep], ['steps']);
  const context = g.input('encoder_hidden_states', f.type, ['batch_size', 'sequence_length', width]);

  let time = timeEmbedding(f, timestep, layout);
  if (layout.guidance) {
    const told = g.input('timestep_cond', f.type, ['batch_size', GUIDANCE_WIDTH]);
    time = g.node('Add', [time, f.linear(told, 'guidance', GUIDANCE_WIDTH, TIME_WIDTH)], 'time_and_guidance');
  }
  const shift = f.linear(f.silu(time, 'time_active'), 'time_shift', TIME_WIDTH, channels);
  const shiftPlane = g.node('Reshape', [shift, g.integers([-1, channels, 1, 1])], 'time_shift_plane');

  let x = f.convolution(sample, 'conv_in', latent, channels, 3);
  const normed = f.silu(f.groupNorm(x, 'norm1'), 'active1');
  const timed = g.node('Add', [f.convolution(normed, 'conv1', channels, channels, 3), shiftPlane], 'timed');
  x = g.node('Add', [x, timed], 'residual1');
  x = g.node('Add', [x, crossAttention(f, f.groupNorm(x, 'norm2'), context)], 'residual2');
  const out = f.convolution(f.silu(f.groupNorm(x, 'norm3'), 'active3'), 'out_sample', channels, latent, 3);
  g.output(out, f.type, picture);
  return g.build('denoiser');
}

/** Sines and cosines of the time step [n] at falling frequencies -> [n, TIME_WIDTH]. */
function timeEmbedding(f: FloatGraph, timestep: string, { timestep: type, float }: DiffusionLayout): string {
  const { g } = f;
  const half = TIME_WIDTH / 2;
  const real =
    type === 'int64' ? g.node('Cast', [timestep], 'timestep_float', { to: DATA_TYPE.float32 }) : timestep;
  const column = g.node('Unsqueeze', [real, g.integers([-1])], 'timestep_column');
  const frequencies = Float32Array.from({ length: half }, (_, i) => LONGEST_WAVE ** (-i / half));
  const angles = g.node('Mul', [column, g.constant('frequencies', frequencies, [1, half])], 'angles');
  const waves = [g.node('Cos', [angles], 'cosines'), g.node('Sin', [angles], 'sines')];
  const joined = g.node('Concat', waves, 'waves', { axis: -1 });
  return float === 'float16' ? g.node('Cast', [joined], 'waves_half', { to: DATA_TYPE.float16 }) : joined;
}

/** One head, queries from the picture's cells, keys and values from the prompt. */
function crossAttention(f: FloatGraph, picture: string, context: string): string {
  const { g } = f;
  const { channels, width } = SIZES;
  const flat = g.node('Reshape', [picture, g.integers([0, channels, -1])], 'cells_last');
  const cells = g.node('Transpose', [flat], 'cells', { perm: [0, 2, 1] });
  const keys = g.node('Transpose', [f.linear(context, 'keys', width, channels)], 'keys_last', {
    perm: [0, 2, 1],
  });
  const scale = f.constant('attention_scale', new Float32Array([channels ** -0.5]), []);
  const scores = g.node(
    'Mul',
    [g.node('MatMul', [f.linear(cells, 'queries', channels, channels), keys], 'dots'), scale],
    'scores',
  );
  const mixed = g.node(
    'MatMul',
    [g.node('Softmax', [scores], 'attention', { axis: -1 }), f.linear(context, 'values', width, channels)],
    'mixed',
  );
  const back = g.node('Transpose', [f.linear(mixed, 'attended', channels, channels)], 'attended_flat', {
    perm: [0, 2, 1],
  });
  return g.node('Reshape', [back, g.node('Shape', [picture], 'picture_shape')], 'attended_picture');
}

function decoder(f: FloatGraph): ModelProto {
  const { g } = f;
  const { channels, latent, scale } = SIZES;
  const z = g.input('latent_sample', f.type, ['batch_size', latent, 'height_latent', 'width_latent']);
  const inner = f.silu(f.convolution(z, 'conv_in', latent, channels, 3), 'active');
  const deep = f.convolution(inner, 'conv_out', channels, 3 * scale * scale, 1);
  const wide = g.node('DepthToSpace', [deep], 'wide', { blocksize: scale, mode: 'CRD' });
  g.output(g.node('Tanh', [wide], 'sample'), f.type, ['batch_size', 3, 'height', 'width']);
  return g.build('decoder');
}

/** Mean and logarithm of the variance, as `latent_parameters` of the exports has them. */
function imageEncoder(f: FloatGraph): ModelProto {
  const { g } = f;
  const { latent, scale } = SIZES;
  const picture = g.input('sample', f.type, ['batch_size', 3, 'height', 'width']);
  const weight = f.random('patches.weight', [2 * latent, 3, scale, scale], 1 / scale);
  const out = g.node('Conv', [picture, weight], 'latent_parameters', {
    ...{ kernel_shape: [scale, scale], strides: [scale, scale] },
  });
  g.output(out, f.type, ['batch_size', 2 * latent, 'height_latent', 'width_latent']);
  return g.build('image-encoder');
}
