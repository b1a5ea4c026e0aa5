import { abortableSleep } from '#miner/abortableSleep.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';
import { cancelled } from '#miner/models/rangeDownload.ts';

const FOLDER = 'cuckoo-models';
/** While another tab writes a file, its growth is looked at this often, in ms. */
const WATCH_INTERVAL_MS = 500;
/** The file of a worker that has just been ended may stay closed to others for a moment, in ms. */
const REOPEN_MS = 100;
const REOPEN_TRIES = 30;

/**
 * The model files on this device, each named by its SHA-256, in the origin's private file system: all tabs
 * share one copy. Whoever writes a file holds its lock, however many tabs there are.
 */
export class ModelFiles {
  readonly #folder: FileSystemDirectoryHandle;

  private constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  /** @throws ModelStoreError NO_STORE */
  static async open(): Promise<ModelFiles> {
    try {
      const root = await navigator.storage.getDirectory();
      return new ModelFiles(await root.getDirectoryHandle(FOLDER, { create: true }));
    } catch (cause) {
      throw new ModelStoreError(
        'NO_STORE',
        'This browser keeps no files for this site. Private windows may be like that: use an ordinary one.',
        { cause },
      );
    }
  }

  /** Size in bytes of each file, by hash. */
  async sizes(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for await (const [sha256, handle] of this.#folder.entries()) {
      if (handle.kind === 'file') sizes.set(sha256, (await (handle as FileSystemFileHandle).getFile()).size);
    }
    return sizes;
  }

  /** The file as it is on disk, not read yet. @throws ModelStoreError DOWNLOAD_FAILED when it is gone */
  async read(sha256: string): Promise<File> {
    try {
      return await (await this.#folder.getFileHandle(sha256)).getFile();
    } catch (cause) {
      throw new ModelStoreError('DOWNLOAD_FAILED', 'A file of the model was deleted meanwhile.', { cause });
    }
  }

  /**
   * Opens a file for writing and makes it if it is not there. Waits while another tab writes it.
   * @param onWait told the file's size now and then while it waits
   * @throws ModelStoreError CANCELLED; what `work` throws
   */
  async write(
    sha256: string,
    work: (file: FileSystemSyncAccessHandle) => Promise<void>,
    { signal, onWait }: { signal: AbortSignal; onWait: (bytes: number) => void },
  ): Promise<void> {
    const watch = setInterval(() => {
      this.read(sha256).then(
        ({ size }) => onWait(size),
        // It has not started yet.
        () => onWait(0),
      );
    }, WATCH_INTERVAL_MS);
    try {
      await navigator.locks.request(lockOf(sha256), { signal }, async () => {
        clearInterval(watch);
        const entry = await this.#folder.getFileHandle(sha256, { create: true });
        const file = await openForWriting(entry, signal);
        try {
          await work(file);
        } finally {
          file.close();
        }
      });
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw error;
    } finally {
      clearInterval(watch);
    }
  }

  /** @throws ModelStoreError IN_USE while a tab writes it */
  async remove(sha256: string): Promise<void> {
    await navigator.locks.request(lockOf(sha256), { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        throw new ModelStoreError(
          'IN_USE',
          'A tab is downloading or checking this model: stop it there first.',
        );
      }
      try {
        await this.#folder.removeEntry(sha256);
      } catch (error) {
        if (!isNamed(error, 'NotFoundError')) throw error;
      }
    });
  }
}

async function openForWriting(
  entry: FileSystemFileHandle,
  signal: AbortSignal,
): Promise<FileSystemSyncAccessHandle> {
  for (let tries = 1; ; tries++) {
    try {
      return await entry.createSyncAccessHandle();
    } catch (error) {
      if (!isNamed(error, 'NoModificationAllowedError') || tries === REOPEN_TRIES) throw error;
      await abortableSleep(REOPEN_MS, signal);
    }
  }
}

const lockOf = (sha256: string): string => `cuckoo-model-${sha256}`;

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof DOMException && error.name === name;
