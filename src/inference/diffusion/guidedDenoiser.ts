import type { Tensor } from 'onnxruntime-web';
import type { LatentDiffusionSession, TextContext } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/manifest.ts';
import type { PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';

/** A part of a tensor that the network gave: as many floats as the sample has. */
interface Share {
  readonly tensor: Tensor;
  /** Floats before it. */
  readonly from: number;
}

/** What the network says of a sample: without + guidance · (with prompt − without), which are the same where it was asked once. */
export interface Prediction {
  readonly without: Share;
  readonly withPrompt: Share;
  readonly guidance: number;
  /** Gives the tensors back. */
  dispose(): void;
}

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

  /** Of how many samples, one behind the other, a run takes copies. */
  get copies(): number {
    return this.#contexts[0]!.count;
  }

  /** @param sample [copies, c, h, w], as the denoiser wants it */
  async denoise(sample: Tensor, timestep: number): Promise<Prediction> {
    const shares: Share[] = [];
    const dispose = () => {
      for (const tensor of new Set(shares.map((share) => share.tensor))) tensor.dispose();
    };
    try {
      for (const context of this.#contexts) {
        const tensor = await this.#session.denoise(sample, timestep, context, this.#guidance);
        const length = tensor.size / context.count;
        for (let i = 0; i < context.count; i++) shares.push({ tensor, from: i * length });
      }
    } catch (error) {
      dispose();
      throw error;
    }
    const [without, withPrompt = without] = shares as [Share, Share?];
    return { without, withPrompt, guidance: this.#guidance, dispose };
  }

  dispose(): void {
    for (const { tensor } of this.#contexts) tensor.dispose();
  }
}
