import type { Manifest } from '#inference/manifest/manifest.ts';
import type { ManifestFile } from '#inference/manifest/manifestFields.ts';
import { type FilePart, partsOf } from '#miner/models/fileParts.ts';
import { ModelFiles } from '#miner/models/modelFiles.ts';
import type { ModelSite, PublishedModel } from '#miner/models/modelSite.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';
import { PartWriter, WrongPart } from '#miner/models/partWriter.ts';
import { RangeDigest } from '#miner/models/rangeDigest.ts';
import { cancelled, downloadRange } from '#miner/models/rangeDownload.ts';
import { requireSpace } from '#miner/models/storeSpace.ts';

/** How far the files of a model are, in bytes of all of them together. */
export interface StoreProgress {
  readonly stage: 'download' | 'verify';
  readonly done: number;
  readonly total: number;
}

export interface CompleteOptions {
  /** Reads all of it and checks it, so that damage is mended; else what was once checked is trusted. */
  readonly verify: boolean;
  readonly onProgress: (progress: StoreProgress) => void;
  readonly signal: AbortSignal;
}

/** Consecutive parts that are missing or damaged; the first from `from` on. */
interface Gap {
  from: number;
  readonly parts: FilePart[];
}

interface GapDownload {
  url: URL;
  handle: FileSystemSyncAccessHandle;
  gap: Gap;
  signal: AbortSignal;
}

/**
 * Brings models to this device: only what is missing or damaged is fetched, and never a whole file held in
 * memory.
 */
export class ModelStore {
  readonly #site: ModelSite;
  readonly #digest = new RangeDigest();
  #opened: Promise<ModelFiles> | undefined;

  constructor(site: ModelSite) {
    this.#site = site;
  }

  /** @throws ModelStoreError NO_STORE */
  files(): Promise<ModelFiles> {
    this.#opened ??= ModelFiles.open();
    return this.#opened;
  }

  /** Completes all files of a model. @throws ModelStoreError */
  async complete(model: PublishedModel, options: CompleteOptions): Promise<void> {
    const { name, files } = model.manifest;
    const total = bytesOf(model.manifest);
    const sizes = await (await this.files()).sizes();
    await requireSpace(name, total - bytesOnDisk(model.manifest, sizes));
    let before = 0;
    for (const file of files) {
      await this.#completeFile(this.#site.urlOf(model, file.path), file, {
        ...options,
        onProgress: ({ stage, done }) => options.onProgress({ stage, done: before + done, total }),
      });
      before += file.bytes;
    }
  }

  /** A file of a completed model, on disk. @throws ModelStoreError DOWNLOAD_FAILED */
  async read({ manifest }: PublishedModel, path: string): Promise<File> {
    const file = manifest.files.find((entry) => entry.path === path);
    if (file === undefined)
      throw new ModelStoreError('DOWNLOAD_FAILED', `${path} is not among the model's files.`);
    return (await this.files()).read(file.sha256);
  }

  async #completeFile(url: URL, file: ManifestFile, options: CompleteOptions): Promise<void> {
    const { onProgress, signal } = options;
    const tell = (stage: StoreProgress['stage'], done: number) =>
      onProgress({ stage, done, total: file.bytes });
    const onWait = (bytes: number) => tell('download', Math.min(bytes, file.bytes));
    const work = async (handle: FileSystemSyncAccessHandle) => {
      if (handle.getSize() > file.bytes) handle.truncate(0);
      const gaps = await this.#gapsIn(handle, file, options);
      let missing = gaps.reduce((sum, { from, parts }) => sum + parts.at(-1)!.end - from, 0);
      for (const gap of gaps) {
        await this.#fill({ url, handle, gap, signal }, (bytes) => {
          missing -= bytes;
          tell('download', file.bytes - missing);
        });
      }
      tell(gaps.length === 0 ? 'verify' : 'download', file.bytes);
    };
    await (await this.files()).write(file.sha256, work, { signal, onWait });
  }

  async #gapsIn(
    handle: FileSystemSyncAccessHandle,
    file: ManifestFile,
    { verify, onProgress, signal }: CompleteOptions,
  ): Promise<Gap[]> {
    const gaps: Gap[] = [];
    const size = handle.getSize();
    for (const part of partsOf(file)) {
      if (signal.aborted) throw cancelled();
      const isThere = size >= part.end;
      if (isThere && (!verify || (await this.#digest.of(handle, part.start, part.end)) === part.sha256)) {
        if (verify) onProgress({ stage: 'verify', done: part.end, total: file.bytes });
        continue;
      }
      const last = gaps.at(-1);
      if (last?.parts.at(-1)?.end === part.start) last.parts.push(part);
      else gaps.push({ from: isThere ? part.start : Math.max(size, part.start), parts: [part] });
    }
    return gaps;
  }

  /** @param onBytes called with how many more bytes are on disk; negative when some were wrong */
  async #fill({ url, handle, gap, signal }: GapDownload, onBytes: (bytes: number) => void): Promise<void> {
    let { from } = gap;
    const end = gap.parts.at(-1)!.end;
    let wrong: FilePart | undefined;
    while (from < end) {
      const parts = gap.parts.filter((part) => part.end > from);
      const writer = new PartWriter({ file: handle, digest: this.#digest, name: nameOf(url), parts, from });
      try {
        await downloadRange(
          url,
          { from, end },
          async (bytes) => {
            await writer.write(bytes);
            onBytes(bytes.length);
          },
          signal,
        );
        return;
      } catch (error) {
        // What lay there of the part before, or the way here, may have been bad: it gets one more chance.
        if (!(error instanceof WrongPart) || error.part === wrong) throw error;
        wrong = error.part;
        onBytes(error.part.start - from);
        from = error.part.start;
      }
    }
  }
}

/** Size of a model's download. */
export const bytesOf = ({ files }: Manifest): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** @param sizes of the files on disk by hash */
export const bytesOnDisk = ({ files }: Manifest, sizes: ReadonlyMap<string, number>): number =>
  files.reduce((sum, { bytes, sha256 }) => sum + Math.min(bytes, sizes.get(sha256) ?? 0), 0);

const nameOf = (url: URL): string => url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
