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
  /** Undefined where the browser does not tell. */
  readonly space: StoreSpace | undefined;
}

/** A worker's answer: errors cross the border as data, so that their codes survive. */
export type StoreAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What `store.worker.ts` exposes through Comlink; `open` comes first. */
export interface StoreWorkerApi {
  open(modelsUrl: string): Promise<void>;
  survey(): Promise<StoreAnswer<StoreSurvey>>;
  download(id: string, onProgress: (progress: StoreProgress) => void): Promise<StoreAnswer<void>>;
  /** Ends a download; what is there stays and is gone on from. */
  pause(id: string): Promise<void>;
  remove(id: string): Promise<StoreAnswer<void>>;
  removeLeftovers(): Promise<StoreAnswer<void>>;
}
