import { expose } from 'comlink';
import { parseManifest } from '#inference/manifest/manifest.ts';
import type { ManifestFile } from '#inference/manifest/manifestFields.ts';
import { ModelSite } from '#miner/models/modelSite.ts';
import { ModelStore } from '#miner/models/modelStore.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';
import { RangeDigest } from '#miner/models/rangeDigest.ts';

/** A manifest around the files of a test. */
const manifestOf = (files: readonly ManifestFile[]) =>
  parseManifest({
    version: 1,
    id: 'test-model',
    name: 'Test model',
    description: '',
    licence: 'MIT',
    files,
    unitPrice: '1',
    conformance: { file: files[0]!.path, tolerance: 0.001 },
    kind: 'text',
    layout: 'decoder',
    graph: { file: files[0]!.path },
    tokenizer: { kind: 'huggingface', file: files[0]!.path, config: files[0]!.path },
    context: 128,
    stopTokens: [],
    defaults: { maxTokens: 8, temperature: 0, topP: 1 },
  });

async function open(sha256: string) {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('cuckoo-models');
  const entry = await folder.getFileHandle(sha256);
  return entry.createWritable({ keepExistingData: true });
}

const harness = {
  /** Completes a model of one file; the digest is of what is on disk afterwards, read by parts. */
  complete: async (options: { url: string; file: ManifestFile; verify: boolean }) => {
    const { url, file, verify } = options;
    const store = new ModelStore(new ModelSite(url));
    const model = { manifest: manifestOf([file]), folder: '' };
    try {
      const { signal } = new AbortController();
      await store.complete(model, { verify, signal, onProgress: () => undefined });
      const bytes = new Uint8Array(await (await store.read(model, file.path)).arrayBuffer());
      const read = (target: Uint8Array<ArrayBuffer>, { at }: { at: number }) => {
        target.set(bytes.subarray(at, at + target.length));
        return target.length;
      };
      return { error: null, sha256: await new RangeDigest().of({ read }, 0, bytes.length) };
    } catch (error) {
      if (!(error instanceof ModelStoreError)) throw error;
      return { error: error.code, message: error.message };
    }
  },
  /** As `complete`, but never reads the file into memory. */
  download: async (options: { url: string; file: ManifestFile; verify: boolean }): Promise<void> => {
    const { url, file, verify } = options;
    const store = new ModelStore(new ModelSite(url));
    const { signal } = new AbortController();
    const model = { manifest: manifestOf([file]), folder: '' };
    await store.complete(model, { verify, signal, onProgress: () => undefined });
  },
  size: async (sha256: string): Promise<number | undefined> => {
    const files = await new ModelStore(new ModelSite(self.location.href)).files();
    return (await files.sizes()).get(sha256);
  },
  remove: async (sha256: string): Promise<null> => {
    const files = await new ModelStore(new ModelSite(self.location.href)).files();
    await files.remove(sha256);
    return null;
  },
  /** Turns one bit. */
  damage: async (sha256: string, at: number): Promise<void> => {
    const files = await new ModelStore(new ModelSite(self.location.href)).files();
    const bytes = new Uint8Array(await (await files.read(sha256)).slice(at, at + 1).arrayBuffer());
    const writable = await open(sha256);
    await writable.write({ type: 'write', position: at, data: new Uint8Array([bytes[0]! ^ 1]) });
    await writable.close();
  },
  truncate: async (sha256: string, size: number): Promise<void> => {
    const writable = await open(sha256);
    await writable.truncate(size);
    await writable.close();
  },
};

export type StoreHarness = typeof harness;

expose(harness);
