import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ManifestFile } from '#inference/manifest.ts';
import type { ReadFile } from '#inference/loadedModel.ts';

/** What the dApp serves under `/models/`. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../public/models/', import.meta.url));

/** Path, size and hash of each file, as manifests list them. */
export function describeFiles(folder: string, paths: readonly string[]): ManifestFile[] {
  return paths.map((path) => ({
    path,
    bytes: statSync(join(folder, path)).size,
    sha256: sha256(readFileSync(join(folder, path))),
  }));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hash of everything that a build depends on: its input files and the conversion scripts themselves. */
export function buildKey(inputs: readonly string[]): string {
  const scripts = fileURLToPath(new URL('.', import.meta.url));
  const sources = readdirSync(scripts)
    .filter((name) => /\.(ts|proto)$/.test(name) && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(scripts, name));
  const hash = createHash('sha256');
  for (const path of [...sources, ...inputs]) hash.update(`${basename(path)}\n`).update(readFileSync(path));
  return hash.digest('hex');
}

/** Files of a folder on disk, as the loader asks for them. */
export function folderReader(folder: string): ReadFile {
  return async (path) => new Uint8Array(readFileSync(join(folder, path)));
}

/** Numbers for a reference file: seven digits hold a float32. */
export function rounded(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(7)));
}
