import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { guidanceEmbedding } from '#inference/diffusion/guidanceEmbedding.ts';
import { LatentDevice } from '#inference/diffusion/latentDevice.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import type { DiffusionGraphs } from '#inference/manifest/modelFiles.ts';
import { OnnxGraph } from '#inference/onnx/onnxGraph.ts';
import { leavesOnlyShapesToCpu } from '#inference/onnx/shapeArithmetic.ts';
import { readFloats } from '#inference/runtime/floatOutput.ts';
import type { FloatTensor } from '#inference/runtime/floatTensor.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { integerTensor, numberTensor } from '#inference/runtime/inputTensor.ts';
import type { GraphBytes, Runtime } from '#inference/runtime/runtime.ts';
import { tensorMetadata } from '#inference/runtime/tensorMetadata.ts';

/** The text encoder's output for one or more prompts, [n, tokens, width]; on the GPU where there is one. */
export interface TextContext {
  readonly tensor: Tensor;
  readonly count: number;
}

type DiffusionSessions = Record<'textEncoder' | 'denoiser' | 'decoder', InferenceSession> & {
  readonly imageEncoder: InferenceSession | undefined;
};

/**
 * The graphs of a latent diffusion model, compiled.
 * @example
 * const session = await LatentDiffusionSession.create(runtime, manifest, graphs, () => undefined);
 * const picture = await session.decode(latent);
 */
export class LatentDiffusionSession {
  /** Where latents can stay on the GPU from step to step. */
  readonly gpu: LatentDevice | undefined;
  readonly #runtime: Runtime;
  readonly #manifest: LatentDiffusionManifest;
  readonly #textEncoder: InferenceSession;
  readonly #denoiser: InferenceSession;
  readonly #decoder: InferenceSession;
  readonly #imageEncoder: InferenceSession | undefined;

  private constructor(
    runtime: Runtime,
    manifest: LatentDiffusionManifest,
    sessions: DiffusionSessions,
    gpu: LatentDevice | undefined,
  ) {
    this.gpu = gpu;
    this.#runtime = runtime;
    this.#manifest = manifest;
    this.#textEncoder = sessions.textEncoder;
    this.#denoiser = sessions.denoiser;
    this.#decoder = sessions.decoder;
    this.#imageEncoder = sessions.imageEncoder;
  }

  /**
   * Compiles a model's graphs.
   * @param onCompiled called after each graph
   * @throws InferenceError BAD_GRAPH if a graph is not ONNX or lacks a tensor that the manifest names
   */
  static async create(
    runtime: Runtime,
    manifest: LatentDiffusionManifest,
    graphs: DiffusionGraphs,
    onCompiled: () => void,
  ): Promise<LatentDiffusionSession> {
    const compiled: InferenceSession[] = [];
    const integers = new Set([manifest.textEncoder.io.ids, manifest.denoiser.io.timestep]);
    try {
      const compile = async (graph: GraphBytes, keepsOutputs: boolean) => {
        const session = await runtime.createSession(
          { ...graph, shapesOnCpu: shapesOnCpu(graph, integers) },
          keepsOutputs,
        );
        compiled.push(session);
        onCompiled();
        return session;
      };
      // One after the other: onnxruntime-web refuses to compile two at a time. The context and, on a GPU, the
      // denoiser's output stay where they are computed; other outputs are read.
      const sessions: DiffusionSessions = {
        textEncoder: await compile(graphs.textEncoder, true),
        denoiser: await compile(graphs.denoiser, runtime.device !== undefined),
        decoder: await compile(graphs.decoder, false),
        imageEncoder: graphs.imageEncoder && (await compile(graphs.imageEncoder, false)),
      };
      const { denoiser, decoder } = sessions;
      const gpu = await LatentDevice.create(runtime, {
        sample: tensorMetadata(denoiser, 'input', manifest.denoiser.io.sample).type,
        output: tensorMetadata(denoiser, 'output', manifest.denoiser.io.output).type,
        decoder: tensorMetadata(decoder, 'input', manifest.decoder.io.latent).type,
      });
      return new LatentDiffusionSession(runtime, manifest, sessions, gpu);
    } catch (error) {
      for (const session of compiled) await session.release();
      throw error;
    }
  }

  /** Whether the denoiser accepts any batch size. */
  get takesAnyBatch(): boolean {
    const { io } = this.#manifest.denoiser;
    return typeof tensorMetadata(this.#denoiser, 'input', io.sample).shape[0] !== 'number';
  }

  /** The decoder's input for a latent x is scale · x + shift. */
  get decoderScaling(): { readonly scale: number; readonly shift: number } {
    const { scalingFactor, shiftFactor } = this.#manifest.latent;
    return { scale: 1 / scalingFactor, shift: shiftFactor };
  }

  /** Encodes prompts, given as token ids of one length. Dispose of the context's tensor when done. */
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
    // The graph takes one prompt at a time, or gives another float type than the denoiser takes.
    const parts: FloatTensor[] = [];
    for (const ids of atOnce ? [prompts] : prompts.map((one) => [one])) {
      const tensor = await encode(ids);
      const dims = [...tensor.dims];
      parts.push({ data: await readFloats(tensor), dims });
    }
    const { data, dims } = stack(parts);
    return { tensor: numberTensor(this.#runtime, wanted, data, dims), count: prompts.length };
  }

  /** A sample [1, c, h, w] as the denoiser takes it, [copies, c, h, w]. */
  sampleTensor(sample: FloatTensor, copies: number): Tensor {
    const { data, dims } = stack(new Array<FloatTensor>(copies).fill(sample));
    return numberTensor(this.#runtime, this.#sampleType, data, dims);
  }

  /**
   * Runs the denoiser on one sample for each prompt of the context. The output stays where it is computed.
   * @param guidance ignored by denoisers without a guidance input
   */
  async denoise(
    sample: Tensor,
    timestep: number,
    { tensor, count }: TextContext,
    guidance: number,
  ): Promise<Tensor> {
    const { io } = this.#manifest.denoiser;
    const feed = (name: string, { data, dims }: FloatTensor) =>
      numberTensor(this.#runtime, tensorMetadata(this.#denoiser, 'input', name).type, data, dims);
    const feeds = {
      [io.sample]: sample,
      [io.timestep]: feed(io.timestep, this.#timesteps(timestep, count)),
      [io.context]: tensor,
      ...(io.guidance && { [io.guidance]: feed(io.guidance, this.#guidance(io.guidance, guidance, count)) }),
    };
    return (await this.#denoiser.run(feeds))[io.output]!;
  }

  /** Latent [1, c, h, w] of the denoiser's scale -> picture [1, 3, height, width] in the decoder's range. */
  async decode({ data, dims }: FloatTensor): Promise<FloatTensor> {
    const { scale, shift } = this.decoderScaling;
    const scaled = data.map((x) => x * scale + shift);
    return this.decodeTensor(numberTensor(this.#runtime, this.#decoderType, scaled, dims));
  }

  /** Decodes a latent that is already scaled for the decoder. */
  async decodeTensor(latent: Tensor): Promise<FloatTensor> {
    const { io } = this.#manifest.decoder;
    return this.#run(this.#decoder, { [io.latent]: latent }, io.image);
  }

  /**
   * Encodes a picture [1, 3, height, width] in the decoder's range to a latent [1, c, h, w]. If the encoder
   * gives mean and log variance, the mean is taken: a task names no other noise than its seed's.
   * @throws InferenceError BAD_REQUEST if the model has no image encoder, BAD_GRAPH if its output is not a
   *   latent
   */
  async encodeImage(picture: FloatTensor): Promise<FloatTensor> {
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
    const mean = data.subarray(0, (data.length / channels) * latent.channels);
    return {
      data: mean.map((x) => (x - latent.shiftFactor) * latent.scalingFactor),
      dims: [1, latent.channels, ...sides],
    };
  }

  async dispose(): Promise<void> {
    this.gpu?.dispose();
    for (const session of [this.#textEncoder, this.#denoiser, this.#decoder, this.#imageEncoder]) {
      await session?.release();
    }
  }

  get #sampleType(): Tensor.Type {
    return tensorMetadata(this.#denoiser, 'input', this.#manifest.denoiser.io.sample).type;
  }

  get #decoderType(): Tensor.Type {
    return tensorMetadata(this.#decoder, 'input', this.#manifest.decoder.io.latent).type;
  }

  /**
   * A fixed size is used as it is; no dimensions means a scalar. A symbolic size is the batch size if the
   * sample's batch dimension has the same name, else 1.
   */
  #timesteps(timestep: number, count: number): FloatTensor {
    const { io } = this.#manifest.denoiser;
    const batch = tensorMetadata(this.#denoiser, 'input', io.sample).shape[0];
    const dims = tensorMetadata(this.#denoiser, 'input', io.timestep).shape.map((size) =>
      typeof size === 'number' ? size : size === batch ? count : 1,
    );
    const length = dims.reduce((product, size) => product * size, 1);
    return { data: new Float32Array(length).fill(timestep), dims };
  }

  #guidance(name: string, guidance: number, count: number): FloatTensor {
    const width = tensorMetadata(this.#denoiser, 'input', name).shape[1];
    if (typeof width !== 'number') {
      throw new InferenceError('BAD_GRAPH', `The graph does not say how wide ${name} is.`);
    }
    const one = { data: guidanceEmbedding(guidance, width), dims: [1, width] };
    return stack(new Array<FloatTensor>(count).fill(one));
  }

  async #run(
    session: InferenceSession,
    feeds: InferenceSession.FeedsType,
    output: string,
  ): Promise<FloatTensor> {
    tensorMetadata(session, 'output', output);
    const tensor = (await session.run(feeds))[output]!;
    const dims = [...tensor.dims];
    return { data: await readFloats(tensor), dims };
  }
}

/**
 * Published exports cast the int64 timestep, and find a prompt's last token, with nodes that have no GPU
 * kernel.
 */
function shapesOnCpu({ model }: GraphBytes, integers: ReadonlySet<string>): boolean {
  try {
    return leavesOnlyShapesToCpu(new OnnxGraph(model), integers);
  } catch (cause) {
    throw new InferenceError(
      'BAD_GRAPH',
      'A graph of this model is not a valid ONNX file. Download the model again.',
      { cause },
    );
  }
}

/** Joins tensors along their first dimension. */
function stack(parts: readonly FloatTensor[]): FloatTensor {
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
