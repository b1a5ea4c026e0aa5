import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { guidanceEmbedding } from '#inference/guidanceEmbedding.ts';
import { InferenceError } from '#inference/inferenceError.ts';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import { OnnxGraph } from '#inference/onnxGraph.ts';
import {
  integerTensor,
  numberTensor,
  readFloats,
  tensorMetadata,
  type GraphBytes,
  type Runtime,
} from '#inference/runtime.ts';
import { leavesOnlyShapesToCpu } from '#inference/shapeArithmetic.ts';

/** A float tensor on the CPU. */
export interface Floats {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** What the text encoder made of one or more prompts [n, tokens, width]; on the GPU where there is one. */
export interface TextContext {
  readonly tensor: Tensor;
  readonly count: number;
}

/** The graphs of a latent diffusion model, compiled. */
export class LatentDiffusionSession {
  readonly #runtime: Runtime;
  readonly #manifest: LatentDiffusionManifest;
  readonly #textEncoder: InferenceSession;
  readonly #denoiser: InferenceSession;
  readonly #decoder: InferenceSession;
  readonly #imageEncoder: InferenceSession | undefined;

  private constructor(
    runtime: Runtime,
    manifest: LatentDiffusionManifest,
    sessions: readonly InferenceSession[],
  ) {
    this.#runtime = runtime;
    this.#manifest = manifest;
    [this.#textEncoder, this.#denoiser, this.#decoder, this.#imageEncoder] = sessions as [
      InferenceSession,
      InferenceSession,
      InferenceSession,
      InferenceSession | undefined,
    ];
  }

  /**
   * @param graphs text encoder, denoiser, decoder and, where the manifest has one, image encoder
   * @param onCompiled called after each graph
   */
  static async create(
    runtime: Runtime,
    manifest: LatentDiffusionManifest,
    graphs: readonly GraphBytes[],
    onCompiled: () => void,
  ): Promise<LatentDiffusionSession> {
    const sessions: InferenceSession[] = [];
    const integers = new Set([manifest.textEncoder.io.ids, manifest.denoiser.io.timestep]);
    try {
      // One after the other: onnxruntime-web refuses to compile two at a time.
      for (const [place, graph] of graphs.entries()) {
        // Only the context is wanted again where it was made: latents are read after each step anyway, since
        // that is how a step is known to be over and what an audit compares.
        sessions.push(await runtime.createSession({ ...graph, shapesOnCpu: shapesOnCpu(graph, integers) }, place === 0));
        onCompiled();
      }
    } catch (error) {
      for (const session of sessions) await session.release();
      throw error;
    }
    return new LatentDiffusionSession(runtime, manifest, sessions);
  }

  /** Whether the denoiser takes one sample at a time and another number as well. */
  get takesAnyBatch(): boolean {
    const { io } = this.#manifest.denoiser;
    return typeof tensorMetadata(this.#denoiser, 'input', io.sample).shape[0] !== 'number';
  }

  /** Token ids of prompts, all of one length -> their context. Dispose of its tensor when it is done with. */
  async encodeText(prompts: readonly (readonly number[])[]): Promise<TextContext> {
    const { io } = this.#manifest.textEncoder;
    const { type, shape } = tensorMetadata(this.#textEncoder, 'input', io.ids);
    const made = tensorMetadata(this.#textEncoder, 'output', io.context).type;
    const wanted = tensorMetadata(this.#denoiser, 'input', this.#manifest.denoiser.io.context).type;
    const encode = async (ids: readonly (readonly number[])[]): Promise<Tensor> => {
      const feed = integerTensor(this.#runtime, type, ids.flat(), [ids.length, ids[0]!.length]);
      return (await this.#textEncoder.run({ [io.ids]: feed }))[io.context]!;
    };
    const atOnce = typeof shape[0] !== 'number' || shape[0] === prompts.length;
    if (atOnce && made === wanted) return { tensor: await encode(prompts), count: prompts.length };
    // A graph for single prompts, or of another float type than the denoiser: put together on the CPU.
    const parts: Floats[] = [];
    for (const ids of atOnce ? [prompts] : prompts.map((one) => [one])) {
      const tensor = await encode(ids);
      const dims = [...tensor.dims];
      parts.push({ data: await readFloats(tensor), dims });
    }
    const { data, dims } = stack(parts);
    return { tensor: numberTensor(this.#runtime, wanted, data, dims), count: prompts.length };
  }

  /**
   * Network output for as many copies of a sample [1, c, h, w] as the context has prompts.
   * @param guidance for a denoiser that is told of it; others ignore it
   */
  async denoise(
    sample: Floats,
    timestep: number,
    { tensor, count }: TextContext,
    guidance: number,
  ): Promise<Float32Array> {
    const { io } = this.#manifest.denoiser;
    const feed = (name: string, { data, dims }: Floats) =>
      numberTensor(this.#runtime, tensorMetadata(this.#denoiser, 'input', name).type, data, dims);
    const feeds = {
      [io.sample]: feed(io.sample, stack(new Array<Floats>(count).fill(sample))),
      [io.timestep]: feed(io.timestep, this.#timesteps(timestep, count)),
      [io.context]: tensor,
      ...(io.guidance && { [io.guidance]: feed(io.guidance, this.#guidance(io.guidance, guidance, count)) }),
    };
    return (await this.#run(this.#denoiser, feeds, io.output)).data;
  }

  /** Latent [1, c, h, w] as the decoder wants it -> picture [1, 3, height, width] in the decoder's range. */
  async decode(latent: Floats): Promise<Floats> {
    const { io } = this.#manifest.decoder;
    const { type } = tensorMetadata(this.#decoder, 'input', io.latent);
    const feeds = { [io.latent]: numberTensor(this.#runtime, type, latent.data, latent.dims) };
    return this.#run(this.#decoder, feeds, io.image);
  }

  /**
   * Picture [1, 3, height, width] in the decoder's range -> latent [1, c, h, w] as the decoder wants it. Of an
   * encoder that gives mean and logarithm of the variance, the mean: no noise that the task does not name.
   * @throws InferenceError BAD_REQUEST if the model has no image encoder
   */
  async encodeImage(picture: Floats): Promise<Floats> {
    const { imageEncoder, latent } = this.#manifest;
    if (!imageEncoder || !this.#imageEncoder) {
      throw new InferenceError('BAD_REQUEST', 'This model cannot start from a picture.');
    }
    const { io } = imageEncoder;
    const { type } = tensorMetadata(this.#imageEncoder, 'input', io.image);
    const feeds = { [io.image]: numberTensor(this.#runtime, type, picture.data, picture.dims) };
    const { data, dims } = await this.#run(this.#imageEncoder, feeds, io.latent);
    const [, channels = 0, ...sides] = dims;
    if (channels !== latent.channels && channels !== 2 * latent.channels) {
      throw new InferenceError('BAD_GRAPH', `The image encoder gives ${channels} channels.`);
    }
    return {
      data: data.subarray(0, (data.length / channels) * latent.channels),
      dims: [1, latent.channels, ...sides],
    };
  }

  async dispose(): Promise<void> {
    for (const session of [this.#textEncoder, this.#denoiser, this.#decoder, this.#imageEncoder]) {
      await session?.release();
    }
  }

  /**
   * A number is taken at its word, and none is a scalar. A symbolic length is the batch's where the sample's
   * has the same name, else the single step of the published layout.
   */
  #timesteps(timestep: number, count: number): Floats {
    const { io } = this.#manifest.denoiser;
    const batch = tensorMetadata(this.#denoiser, 'input', io.sample).shape[0];
    const dims = tensorMetadata(this.#denoiser, 'input', io.timestep).shape.map((size) =>
      typeof size === 'number' ? size : size === batch ? count : 1,
    );
    const length = dims.reduce((product, size) => product * size, 1);
    return { data: new Float32Array(length).fill(timestep), dims };
  }

  #guidance(name: string, guidance: number, count: number): Floats {
    const width = tensorMetadata(this.#denoiser, 'input', name).shape[1];
    if (typeof width !== 'number') {
      throw new InferenceError('BAD_GRAPH', `The graph does not say how wide ${name} is.`);
    }
    const one = { data: guidanceEmbedding(guidance, width), dims: [1, width] };
    return stack(new Array<Floats>(count).fill(one));
  }

  async #run(session: InferenceSession, feeds: InferenceSession.FeedsType, output: string): Promise<Floats> {
    tensorMetadata(session, 'output', output);
    const tensor = (await session.run(feeds))[output]!;
    const dims = [...tensor.dims];
    return { data: await readFloats(tensor), dims };
  }
}

/** Published exports cast their int64 time step, and look for a prompt's last token, where the GPU cannot. */
function shapesOnCpu({ model }: GraphBytes, integers: ReadonlySet<string>): boolean {
  try {
    return leavesOnlyShapesToCpu(new OnnxGraph(model), integers);
  } catch (cause) {
    throw new InferenceError('BAD_GRAPH', 'A graph of the model is not an ONNX file.', { cause });
  }
}

/** Joins tensors along their first dimension. */
function stack(parts: readonly Floats[]): Floats {
  const [first] = parts;
  if (!first || parts.length === 1) return first ?? { data: new Float32Array(0), dims: [0] };
  const data = new Float32Array(parts.reduce((length, part) => length + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, dims: [parts.reduce((sum, { dims }) => sum + dims[0]!, 0), ...first.dims.slice(1)] };
}
