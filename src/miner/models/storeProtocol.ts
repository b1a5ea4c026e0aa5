import type { Manifest } from '#inference/manifest/manifest.ts';
import type { StoreProgress } from '#miner/models/modelStore.ts';
import type { StoreSpace } from '#miner/models/storeSpace.ts';

/** A model of the catalogue, and how much of it is on this device. */
export interface StoredModel {
  readonly id: string;
  readonly kind: 'text' | 'image';
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  /** Wei of CAI for one token or step, as a decimal string. */
  readonly unitPrice: string;
  /** What of a GPU it needs. */
  readonly gpu: Manifest['gpu'];
  readonly bytes: number;
  readonly bytesOnDisk: number;
}

export interface StoreSurvey {
  readonly models: readonly StoredModel[];
  /** Of models that the catalogue no longer has. */
  readonly leftoverBytes: number;
  /** Undefined where the browser does not say. */
  readonly space: StoreSpace | undefined;
}

/** What `store.worker.ts` offers (see `workerRpc.ts`); `open` comes first. */
export interface StoreWorkerApi {
  open(modelsUrl: string): Promise<void>;
  survey(): Promise<StoreSurvey>;
  download(id: string, onProgress: (progress: StoreProgress) => void): Promise<void>;
  /** Ends a download; what is there stays and is gone on from. */
  pause(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  removeLeftovers(): Promise<void>;
}
