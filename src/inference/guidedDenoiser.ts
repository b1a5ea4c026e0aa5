import type { Floats, LatentDiffusionSession, TextContext } from '#inference/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest.ts';
import type { PromptTokenizer } from '#inference/promptTokenizer.ts';

/**
 * The denoiser with a task's prompts in its ear: encoded once, kept where they were made. Classifier-free
 * guidance takes two passes (or one of a batch of two); without it, or where the network is told of the
 * guidance itself, there is one.
 */
export class GuidedDenoiser {
  readonly #session: LatentDiffusionSession;
  readonly #contexts: readonly TextContext[];
  readonly #guidance: number;

  private constructor(session: LatentDiffusionSession, contexts: readonly TextContext[], guidance: number) {
    this.#session = session;
    this.#contexts = contexts;
    this.#guidance = guidance;
  }

  static async create(
    session: LatentDiffusionSession,
    manifest: LatentDiffusionManifest,
    tokenize: PromptTokenizer,
    { prompt, negativePrompt, guidance }: { prompt: string; negativePrompt: string; guidance: number },
  ): Promise<GuidedDenoiser> {
    const { batch, io } = manifest.denoiser;
    const asked = tokenize(prompt);
    const guided = guidance !== 1 && io.guidance === undefined;
    const contexts: TextContext[] = [];
    try {
      if (batch === 2 && guided) {
        contexts.push(await session.encodeText([tokenize(negativePrompt), asked]));
      } else if (batch === 2 && !session.takesAnyBatch) {
        // Compiled for two, so that the second costs no more than to leave it out.
        contexts.push(await session.encodeText([asked, asked]));
      } else {
        if (guided) contexts.push(await session.encodeText([tokenize(negativePrompt)]));
        contexts.push(await session.encodeText([asked]));
      }
    } catch (error) {
      for (const { tensor } of contexts) tensor.dispose();
      throw error;
    }
    return new GuidedDenoiser(session, contexts, guidance);
  }

  /** The network's output for one sample [1, c, h, w], guidance included. */
  async denoise(sample: Floats, timestep: number): Promise<Float64Array> {
    const outputs: Float32Array[] = [];
    for (const context of this.#contexts) {
      const output = await this.#session.denoise(sample, timestep, context, this.#guidance);
      const length = output.length / context.count;
      for (let i = 0; i < context.count; i++) outputs.push(output.subarray(i * length, (i + 1) * length));
    }
    const [without, withPrompt = without] = outputs as [Float32Array, Float32Array?];
    const guided = new Float64Array(without.length);
    for (let i = 0; i < guided.length; i++) {
      guided[i] = without[i]! + this.#guidance * (withPrompt[i]! - without[i]!);
    }
    return guided;
  }

  dispose(): void {
    for (const { tensor } of this.#contexts) tensor.dispose();
  }
}
