import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ManifestFile } from '#inference/manifest/manifestFields.ts';

/** The folder that the dApp serves under `/models/`. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../../public/models/', import.meta.url));

/** Bytes of a part: the most that a broken connection costs, and what a tab holds in memory to verify it. */
const PART_BYTES = 2 ** 24;
/** Shorter files have no parts. */
const PARTS_FROM_BYTES = 2 * PART_BYTES;

/** Path, size and hash of each file, and of the parts of long files, as manifests list them. */
export function describeFiles(folder: string, paths: readonly string[]): ManifestFile[] {
  return paths.map((path) => describeFile(folder, path));
}

function describeFile(folder: string, path: string): ManifestFile {
  const whole = createHash('sha256');
  const parts: { bytes: number; sha256: string }[] = [];
  const piece = new Uint8Array(PART_BYTES);
  const file = openSync(join(folder, path), 'r');
  try {
    for (let bytes; (bytes = readSync(file, piece, 0, PART_BYTES, null)) > 0; ) {
      const part = piece.subarray(0, bytes);
      whole.update(part);
      parts.push({ bytes, sha256: sha256(part) });
    }
  } finally {
    closeSync(file);
  }
  const { size } = statSync(join(folder, path));
  return { path, bytes: size, sha256: whole.digest('hex'), ...(size < PARTS_FROM_BYTES ? {} : { parts }) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hash of everything that a build depends on: its input files and the scripts of `tools/models`. */
export function buildKey(inputs: readonly string[]): string {
  const scripts = fileURLToPath(new URL('..', import.meta.url));
  const sources = readdirSync(scripts, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|proto)$/.test(name) && !name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(scripts, name));
  const hash = createHash('sha256');
  for (const path of [...sources, ...inputs]) hash.update(`${basename(path)}\n`).update(readFileSync(path));
  return hash.digest('hex');
}

/** Reads files of a folder on disk. */
export function folderReader(folder: string): (path: string) => Promise<Uint8Array> {
  return async (path) => new Uint8Array(readFileSync(join(folder, path)));
}

/** Numbers for a reference file, to seven digits: float32 holds no more. */
export function rounded(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(7)));
}
