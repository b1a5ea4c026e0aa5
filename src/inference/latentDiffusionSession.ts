import type { InferenceSession } from 'onnxruntime-web';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import {
  integerTensor,
  numberTensor,
  readFloats,
  tensorMetadata,
  type GraphBytes,
  type Runtime,
} from '#inference/runtime.ts';

/** A float tensor on the CPU. */
export interface Floats {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The three graphs of a latent diffusion model, compiled. */
export class LatentDiffusionSession {
  readonly #runtime: Runtime;
  readonly #manifest: LatentDiffusionManifest;
  readonly #textEncoder: InferenceSession;
  readonly #denoiser: InferenceSession;
  readonly #decoder: InferenceSession;

  private constructor(
    runtime: Runtime,
    manifest: LatentDiffusionManifest,
    sessions: readonly InferenceSession[],
  ) {
    this.#runtime = runtime;
    this.#manifest = manifest;
    [this.#textEncoder, this.#denoiser, this.#decoder] = sessions as [
      InferenceSession,
      InferenceSession,
      InferenceSession,
    ];
  }

  /**
   * @param graphs text encoder, denoiser, decoder
   * @param onCompiled called after each graph
   */
  static async create(
    runtime: Runtime,
    manifest: LatentDiffusionManifest,
    graphs: readonly GraphBytes[],
    onCompiled: () => void,
  ): Promise<LatentDiffusionSession> {
    const sessions: InferenceSession[] = [];
    try {
      // One after the other: onnxruntime-web refuses to compile two at a time.
      for (const graph of graphs) {
        sessions.push(await runtime.createSession(graph, false));
        onCompiled();
      }
    } catch (error) {
      for (const session of sessions) await session.release();
      throw error;
    }
    return new LatentDiffusionSession(runtime, manifest, sessions);
  }

  /** Token ids of a prompt -> its context [1, tokens, width]. */
  async encodeText(ids: readonly number[]): Promise<Floats> {
    const { io } = this.#manifest.textEncoder;
    const { type } = tensorMetadata(this.#textEncoder, 'input', io.ids);
    const feeds = { [io.ids]: integerTensor(this.#runtime, type, ids, [1, ids.length]) };
    return this.#run(this.#textEncoder, feeds, io.context);
  }

  /** Network output for one or two latents, stacked: sample [n, c, h, w] and context [n, tokens, width]. */
  async denoise(sample: Floats, timestep: number, context: Floats): Promise<Floats> {
    const { io } = this.#manifest.denoiser;
    const feed = (name: string, { data, dims }: Floats) =>
      numberTensor(this.#runtime, tensorMetadata(this.#denoiser, 'input', name).type, data, dims);
    const { shape } = tensorMetadata(this.#denoiser, 'input', io.timestep);
    // A symbolic length is the published layout's single step; a number is taken at its word; none is a
    // scalar.
    const dims = shape.map((size) => (typeof size === 'number' ? size : 1));
    const times = new Float32Array(dims.reduce((product, size) => product * size, 1)).fill(timestep);
    const feeds = {
      [io.sample]: feed(io.sample, sample),
      [io.timestep]: feed(io.timestep, { data: times, dims }),
      [io.context]: feed(io.context, context),
    };
    return this.#run(this.#denoiser, feeds, io.output);
  }

  /** Latent [1, c, h, w] -> picture [1, 3, height, width] in the decoder's range. */
  async decode(latent: Floats): Promise<Floats> {
    const { io } = this.#manifest.decoder;
    const { type } = tensorMetadata(this.#decoder, 'input', io.latent);
    const feeds = { [io.latent]: numberTensor(this.#runtime, type, latent.data, latent.dims) };
    return this.#run(this.#decoder, feeds, io.image);
  }

  async dispose(): Promise<void> {
    for (const session of [this.#textEncoder, this.#denoiser, this.#decoder]) await session.release();
  }

  async #run(session: InferenceSession, feeds: InferenceSession.FeedsType, output: string): Promise<Floats> {
    tensorMetadata(session, 'output', output);
    const tensor = (await session.run(feeds))[output]!;
    const dims = [...tensor.dims];
    return { data: await readFloats(tensor), dims };
  }
}
