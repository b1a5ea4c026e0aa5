import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

/** What a server may send compressed. Weights are left out: they do not shrink, and are read in parts. */
const COMPRESSIBLE = /\.(js|css|html|json|svg|wasm|txt)$/;
/** A smaller file fits in the first packets anyway. */
const MIN_BYTES = 1_024;
/** Above this size brotli's best quality takes minutes for a few percent. */
const LARGE_BYTES = 1_000_000;
const LARGE_QUALITY = 6;

/** Writes a brotli and a gzip copy beside each file of the built page that shrinks by them. */
export function compressAssets(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'compress-assets',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved;
    },
    closeBundle: () => {
      const folder = config.build.outDir;
      for (const entry of readdirSync(folder, { recursive: true })) compressFile(join(folder, String(entry)));
    },
  };
}

function compressFile(path: string): void {
  if (!COMPRESSIBLE.test(path) || statSync(path).size < MIN_BYTES) return;
  const bytes = readFileSync(path);
  const quality = bytes.length > LARGE_BYTES ? LARGE_QUALITY : constants.BROTLI_MAX_QUALITY;
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  for (const [extension, packed] of [
    ['br', brotli],
    ['gz', gzipSync(bytes)],
  ] as const) {
    if (packed.length < bytes.length) writeFileSync(`${path}.${extension}`, packed);
  }
}
