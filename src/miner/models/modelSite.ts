import { parseCatalogue } from '#inference/manifest/catalogue.ts';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';

/** A manifest or catalogue longer than this is not one. */
const MAX_JSON_BYTES = 1_000_000;

/** A model as the site publishes it. */
export interface PublishedModel {
  readonly manifest: Manifest;
  /** The manifest's own folder below the catalogue's; empty, or ending with a slash. */
  readonly folder: string;
}

/** The folder of the site with `catalogue.json` and what it names. */
export class ModelSite {
  readonly #baseUrl: string;

  /** @param baseUrl the catalogue's folder, ending with a slash */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** @throws ModelStoreError DOWNLOAD_FAILED; InferenceError BAD_MANIFEST */
  async models(): Promise<PublishedModel[]> {
    const { models } = parseCatalogue(await this.#readJson('catalogue.json'));
    return Promise.all(models.map((entry) => this.#published(entry)));
  }

  /** @throws ModelStoreError UNKNOWN_MODEL, DOWNLOAD_FAILED; InferenceError BAD_MANIFEST */
  async model(id: string): Promise<PublishedModel> {
    const { models } = parseCatalogue(await this.#readJson('catalogue.json'));
    const entry = models.find((model) => model.id === id);
    if (entry === undefined) throw new ModelStoreError('UNKNOWN_MODEL', `The catalogue has no model ${id}.`);
    return this.#published(entry);
  }

  /** A small file beside the catalogue that no manifest lists. @throws ModelStoreError DOWNLOAD_FAILED */
  async readBytes(path: string): Promise<Uint8Array> {
    const response = await this.#fetch(path, {});
    return new Uint8Array(await response.arrayBuffer());
  }

  urlOf({ folder }: PublishedModel, path: string): URL {
    return new URL(`${folder}${path}`, this.#baseUrl);
  }

  async #published({ id, manifest: path }: { id: string; manifest: string }): Promise<PublishedModel> {
    const manifest = parseManifest(await this.#readJson(path));
    if (manifest.id !== id) {
      throw new ModelStoreError('UNKNOWN_MODEL', `The manifest is of ${manifest.id}, not ${id}.`);
    }
    return { manifest, folder: path.slice(0, path.lastIndexOf('/') + 1) };
  }

  /** Always asked of the server. */
  async #readJson(path: string): Promise<unknown> {
    const response = await this.#fetch(path, { cache: 'no-cache' });
    const text = await response.text();
    if (text.length > MAX_JSON_BYTES) throw new ModelStoreError('DOWNLOAD_FAILED', `${path} is too long.`);
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new ModelStoreError('DOWNLOAD_FAILED', `${path} is not JSON.`, { cause });
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#baseUrl), init);
    } catch (cause) {
      throw new ModelStoreError('DOWNLOAD_FAILED', `${path} cannot be fetched.`, { cause });
    }
    if (!response.ok) {
      throw new ModelStoreError('DOWNLOAD_FAILED', `${path}: the server answered ${response.status}.`);
    }
    return response;
  }
}
