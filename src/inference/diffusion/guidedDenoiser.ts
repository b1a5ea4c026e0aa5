import type { Tensor } from 'onnxruntime-web';
import type { LatentDiffusionSession, TextContext } from '#inference/diffusion/latentDiffusionSession.ts';
import type { ModelOutput, TensorSlice } from '#inference/diffusion/modelOutput.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import type { PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';

/**
 * The denoiser conditioned on a task's prompts, which are encoded once. Classifier-free guidance takes two
 * passes, or one with a batch of two. Without it, or where the model takes guidance as an input, there is one
 * pass.
 * @example
 * const settings = { prompt: 'a red fox', negativePrompt: '', guidance: 7.5 };
 * const denoiser = await GuidedDenoiser.create(session, manifest, tokenize, settings);
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
        // The graph is compiled for a batch of two.
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

  /** Batch size of a run: how many copies of the sample it takes. */
  get copies(): number {
    return this.#contexts[0]!.count;
  }

  /**
   * Runs the denoiser once for each context. Dispose of the output when it is read.
   * @param sample [copies, c, h, w] in the denoiser's float type
   */
  async denoise(sample: Tensor, timestep: number): Promise<ModelOutput> {
    const slices: TensorSlice[] = [];
    const dispose = () => {
      for (const tensor of new Set(slices.map((slice) => slice.tensor))) tensor.dispose();
    };
    try {
      for (const context of this.#contexts) {
        const tensor = await this.#session.denoise(sample, timestep, context, this.#guidance);
        const length = tensor.size / context.count;
        for (let i = 0; i < context.count; i++) slices.push({ tensor, offset: i * length });
      }
    } catch (error) {
      dispose();
      throw error;
    }
    const [uncond, cond = uncond] = slices as [TensorSlice, TensorSlice?];
    return { uncond, cond, guidance: this.#guidance, dispose };
  }

  dispose(): void {
    for (const { tensor } of this.#contexts) tensor.dispose();
  }
}
