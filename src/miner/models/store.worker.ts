import '#miner/rpc/workerRpc.ts';
import { expose } from 'comlink';
import { ModelSite } from '#miner/models/modelSite.ts';
import { bytesOf, bytesOnDisk, ModelStore } from '#miner/models/modelStore.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';
import type { StoreSurvey, StoreWorkerApi } from '#miner/models/storeProtocol.ts';
import { readSpace } from '#miner/models/storeSpace.ts';

/** The page's way to the model files: without the ONNX Runtime, which only the GPU's worker loads. */

interface Opened {
  site: ModelSite;
  store: ModelStore;
}
let opened: Opened | undefined;
const downloads = new Map<string, AbortController>();

async function answer<T>(ask: (opened: Opened) => Promise<T>): Promise<T> {
  if (opened === undefined) throw new ModelStoreError('NO_STORE', 'The store’s worker was not opened.');
  return ask(opened);
}

async function survey({ site, store }: Opened): Promise<StoreSurvey> {
  const published = await site.models();
  const sizes = await (await store.files()).sizes();
  const models = published.map(({ manifest }) => {
    const { id, kind, name, description, licence, unitPrice, gpu } = manifest;
    const sizesOf = { bytes: bytesOf(manifest), bytesOnDisk: bytesOnDisk(manifest, sizes) };
    return { id, kind, name, description, licence, unitPrice, gpu, ...sizesOf };
  });
  const known = new Set(published.flatMap(({ manifest }) => manifest.files.map(({ sha256 }) => sha256)));
  let leftoverBytes = 0;
  for (const [sha256, bytes] of sizes) if (!known.has(sha256)) leftoverBytes += bytes;
  return { models, leftoverBytes, space: await readSpace() };
}

/** Deletes what `wanted` names of the files on disk. */
async function removeFiles(store: ModelStore, wanted: (sha256: string) => boolean): Promise<void> {
  const files = await store.files();
  for (const sha256 of (await files.sizes()).keys()) if (wanted(sha256)) await files.remove(sha256);
}

const api: StoreWorkerApi = {
  open: async (modelsUrl) => {
    const site = new ModelSite(modelsUrl);
    opened = { site, store: new ModelStore(site) };
  },
  survey: () => answer(survey),
  download: (id, onProgress) =>
    answer(async ({ site, store }) => {
      downloads.get(id)?.abort();
      const controller = new AbortController();
      downloads.set(id, controller);
      try {
        await store.complete(await site.model(id), { verify: false, onProgress, signal: controller.signal });
      } finally {
        if (downloads.get(id) === controller) downloads.delete(id);
      }
    }),
  pause: async (id) => downloads.get(id)?.abort(),
  remove: (id) =>
    answer(async ({ site, store }) => {
      const published = await site.models();
      const hashes = (mine: boolean) =>
        published
          .filter(({ manifest }) => (manifest.id === id) === mine)
          .flatMap(({ manifest }) => manifest.files.map(({ sha256 }) => sha256));
      // Models share files that are the same, such as a tokenizer.
      const others = new Set(hashes(false));
      const own = new Set(hashes(true));
      await removeFiles(store, (sha256) => own.has(sha256) && !others.has(sha256));
    }),
  removeLeftovers: () =>
    answer(async ({ site, store }) => {
      const published = await site.models();
      const known = new Set(published.flatMap(({ manifest }) => manifest.files.map(({ sha256 }) => sha256)));
      await removeFiles(store, (sha256) => !known.has(sha256));
    }),
};

expose(api);
