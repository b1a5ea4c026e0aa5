import type { Manifest, ManifestFile } from '#inference/manifest.ts';
import { GpuError } from '#miner/gpu/gpuError.ts';

const CACHE_NAME = 'cuckoo-models-v1';
/** A manifest or catalogue longer than this is not one. */
const MAX_JSON_BYTES = 1_000_000;

/**
 * Model files by their hash: from the browser's cache, else from the server. Every byte is checked against
 * the manifest each time, so that a damaged copy is fetched again.
 */
export class ModelStore {
  readonly #baseUrl: string;

  /** @param baseUrl folder of the catalogue, ending with a slash */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** A JSON file beside the catalogue, always asked of the server. */
  async readJson(path: string): Promise<unknown> {
    const response = await this.#fetch(path, { cache: 'no-cache' });
    const text = await response.text();
    if (text.length > MAX_JSON_BYTES) throw new GpuError('DOWNLOAD_FAILED', `${path} is too long.`);
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new GpuError('DOWNLOAD_FAILED', `${path} is not JSON.`, {}, { cause });
    }
  }

  /** A small file beside the catalogue that no manifest lists. */
  async readBytes(path: string): Promise<Uint8Array> {
    const response = await this.#fetch(path, {});
    return new Uint8Array(await response.arrayBuffer());
  }

  /**
   * All files of a model, by path.
   * @param folder the manifest's own, below the catalogue's
   * @param onBytes told how many bytes are there, of all files together
   * @throws GpuError DOWNLOAD_FAILED, CHECKSUM_MISMATCH
   */
  async readModel(
    manifest: Manifest,
    folder: string,
    onBytes: (done: number, total: number) => void,
  ): Promise<Map<string, Uint8Array>> {
    const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    const files = new Map<string, Uint8Array>();
    let done = 0;
    for (const file of manifest.files) {
      files.set(
        file.path,
        await this.#readFile(`${folder}${file.path}`, file, (bytes) => onBytes(done + bytes, total)),
      );
      done += file.bytes;
      onBytes(done, total);
    }
    return files;
  }

  async #readFile(path: string, file: ManifestFile, onBytes: (done: number) => void): Promise<Uint8Array> {
    // No cache storage in an insecure context: then each start downloads.
    const cache = 'caches' in globalThis ? await caches.open(CACHE_NAME) : undefined;
    const key = new URL(`${path}?sha256=${file.sha256}`, this.#baseUrl).href;
    const stored = await cache?.match(key);
    if (stored) {
      const bytes = new Uint8Array(await stored.arrayBuffer());
      if ((await sha256(bytes)) === file.sha256) return bytes;
      await cache?.delete(key);
    }
    const bytes = await this.#download(path, file.bytes, onBytes);
    if ((await sha256(bytes)) !== file.sha256) {
      throw new GpuError('CHECKSUM_MISMATCH', `${path} is not the file that the manifest promises.`);
    }
    await cache?.put(key, new Response(bytes, { headers: { 'content-length': String(bytes.length) } }));
    return bytes;
  }

  async #download(
    path: string,
    length: number,
    onBytes: (done: number) => void,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.#fetch(path, {});
    const wrongLength = () => new GpuError('CHECKSUM_MISMATCH', `${path} is not of ${length} bytes.`);
    const bytes = new Uint8Array(length);
    let offset = 0;
    const reader = response.body?.getReader();
    if (!reader) throw new GpuError('DOWNLOAD_FAILED', `${path} came without a body.`);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (offset + value.length > length) throw wrongLength();
        bytes.set(value, offset);
        offset += value.length;
        onBytes(offset);
      }
    } catch (cause) {
      await reader.cancel();
      if (cause instanceof GpuError) throw cause;
      throw new GpuError(
        'DOWNLOAD_FAILED',
        `${path} broke off after ${offset} of ${length} bytes.`,
        {},
        { cause },
      );
    }
    if (offset !== length) throw wrongLength();
    return bytes;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#baseUrl), init);
    } catch (cause) {
      throw new GpuError('DOWNLOAD_FAILED', `${path} cannot be fetched.`, {}, { cause });
    }
    if (!response.ok)
      throw new GpuError('DOWNLOAD_FAILED', `${path}: the server answered ${response.status}.`);
    return response;
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
