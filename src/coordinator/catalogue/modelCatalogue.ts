import type { ModelTokenizer } from '#coordinator/tokenizer/modelTokenizer.ts';
import type { ResultReader } from '#coordinator/tokenizer/resultReader.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

interface Priced {
  /** The unit that the price counts. */
  unit: 'step' | 'token';
  /** Wei of CAI for one unit. */
  unitPrice: bigint;
  readonly results: ResultReader;
  /** With the manifest's files. */
  readonly folder: string;
}

export interface ImageModel extends Priced {
  manifest: LatentDiffusionManifest;
}

export interface TextModel extends Priced {
  manifest: DecoderManifest;
  /** UTF-16 units of the longest token. */
  readonly longestToken: number;
  readonly tokenizer: ModelTokenizer;
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
  /** Ends the tokenizers' threads. */
  readonly close: () => Promise<void>;

  constructor(models: readonly ServedModel[], close: () => Promise<void> = async () => undefined) {
    this.models = models;
    this.close = close;
    this.#byId = new Map(models.map((model) => [model.manifest.id, model]));
  }

  find(id: string): ServedModel | undefined {
    return this.#byId.get(id);
  }

  defaultOf(kind: TaskKind): ServedModel | undefined {
    return this.models.find(({ manifest }) => manifest.kind === kind);
  }
}
