import type { Hex } from 'viem';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import { requireFeatures } from '#miner/gpu/gpuFitness.ts';
import { ModelSite } from '#miner/models/modelSite.ts';
import { bytesOf, bytesOnDisk, ModelStore, type StoreProgress } from '#miner/models/modelStore.ts';

/** A model of the site, and how much of it is on this device. */
export interface SuppliedModel {
  /** Hash of its manifest. */
  readonly manifest: Hex;
  /** Of all its files. */
  readonly bytes: number;
  readonly missingBytes: number;
}

/** Downloads the files of models, before the GPU is used. */
export class ModelSupply {
  readonly #site: ModelSite;
  readonly #store: ModelStore;

  /** @param modelsUrl absolute URL of the folder with `catalogue.json`, ending with a slash */
  constructor(modelsUrl: string) {
    this.#site = new ModelSite(modelsUrl);
    this.#store = new ModelStore(this.#site);
  }

  /**
   * Display names of the models, by id: those stored on this device first, else in the given order. A
   * model whose manifest cannot be read is named by its id; `fetch` then rejects with the cause.
   * @throws ModelStoreError NO_STORE
   */
  async names(ids: readonly string[]): Promise<Map<string, string>> {
    const sizes = await (await this.#store.files()).sizes();
    const entries = await Promise.all(
      ids.map(async (id) => {
        const manifest = await this.#site.model(id).then(
          (published) => published.manifest,
          () => undefined,
        );
        const isHere = manifest !== undefined && bytesOnDisk(manifest, sizes) === bytesOf(manifest);
        return { id, name: manifest?.name ?? id, isHere };
      }),
    );
    entries.sort((a, b) => Number(b.isHere) - Number(a.isHere));
    return new Map(entries.map(({ id, name }) => [id, name]));
  }

  /**
   * The model that the site's catalogue has under this id.
   * @throws ModelStoreError UNKNOWN_MODEL, DOWNLOAD_FAILED, NO_STORE; InferenceError BAD_MANIFEST
   */
  async lookUp(id: string): Promise<SuppliedModel> {
    const { manifest } = await this.#site.model(id);
    const sizes = await (await this.#store.files()).sizes();
    const bytes = bytesOf(manifest);
    return { manifest: manifestHash(manifest), bytes, missingBytes: bytes - bytesOnDisk(manifest, sizes) };
  }

  /**
   * Downloads a model's missing files. Files already stored are verified later, when the model is loaded.
   * @param features of the GPU that is to run it; if it cannot, nothing is downloaded
   * @throws GpuError GPU_UNFIT, ModelStoreError, InferenceError BAD_MANIFEST
   */
  async fetch(
    id: string,
    features: ReadonlySet<string>,
    { onProgress, signal }: { onProgress: (progress: StoreProgress) => void; signal: AbortSignal },
  ): Promise<void> {
    const published = await this.#site.model(id);
    requireFeatures(published.manifest, features);
    await this.#store.complete(published, { verify: false, onProgress, signal });
  }
}
