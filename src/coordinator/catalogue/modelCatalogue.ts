import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import type { TaskKind, TextRequest } from '#protocol/task/taskRequest.ts';

interface Priced {
  /** The unit that the price counts. */
  unit: 'step' | 'token';
  /** Wei of CAI for one unit. */
  unitPrice: bigint;
}

export interface ImageModel extends Priced {
  manifest: LatentDiffusionManifest;
}

export interface TextModel extends Priced {
  manifest: DecoderManifest;
  /** Number of tokens before the answer: what a miner charges for the prompt. */
  promptTokens(request: Pick<TextRequest, 'messages' | 'date'>): number;
  /** UTF-16 units of the longest token. */
  readonly longestToken: number;
  decode(tokens: readonly number[]): string;
  /** The bytes that a token adds to a text; it may be part of a character. */
  bytesOf(token: number): Uint8Array;
}

export type ServedModel = ImageModel | TextModel;

export const isTextModel = (model: ServedModel): model is TextModel => model.manifest.kind === 'text';
export const isImageModel = (model: ServedModel): model is ImageModel => model.manifest.kind === 'image';

/**
 * The models that this coordinator serves, and what it charges for them. The first of a kind is its default.
 */
export class ModelCatalogue {
  readonly models: readonly ServedModel[];
  readonly #byId: ReadonlyMap<string, ServedModel>;

  constructor(models: readonly ServedModel[]) {
    this.models = models;
    this.#byId = new Map(models.map((model) => [model.manifest.id, model]));
  }

  find(id: string): ServedModel | undefined {
    return this.#byId.get(id);
  }

  defaultOf(kind: TaskKind): ServedModel | undefined {
    return this.models.find(({ manifest }) => manifest.kind === kind);
  }
}
