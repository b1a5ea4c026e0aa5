/**
 * Fits the linear map by which a model's previews are made, and writes it into the model's manifest:
 *   npx tsx tools/models/icons128/fitPreview.ts FOLDER 'prompt' 'prompt' …
 * The prompts' pictures are what it learns from: each of the model's colours and shapes should be among them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import { parseManifest, type LatentDiffusionManifest } from '#inference/manifest/manifest.ts';
import { leastSquares } from './leastSquares.ts';
import { openDiffusion } from '../publish/openDiffusion.ts';

/** Half of a cell's pixels a side: sharper costs four times the numbers and gains little. */
const PATCH_OF_SCALE = 0.5;
/** Digits of a factor that a colour of 8 bits can show. */
const DIGITS = 3;

type Preview = NonNullable<LatentDiffusionManifest['preview']>;

/** Draws each prompt and fits colours to latents. */
export async function fitPreview(
  folder: string,
  manifest: LatentDiffusionManifest,
  prompts: readonly string[],
): Promise<Preview> {
  const { session, tokenize } = await openDiffusion(folder, manifest);
  const { channels, scale } = manifest.latent;
  const { width, height } = manifest.defaults;
  const patch = Math.max(1, Math.round(scale * PATCH_OF_SCALE));
  const [inputs, outputs]: [number[][], number[][]] = [[], []];
  for (const [seed, prompt] of prompts.entries()) {
    const settings = { ...manifest.defaults, prompt, negativePrompt: '', seed };
    const { latent, pixels } = await generateImage(session, tokenize, manifest, settings);
    const [rows, columns] = [height / scale, width / scale];
    for (let cell = 0; cell < rows * columns; cell++) {
      inputs.push([...Array.from({ length: channels }, (_, c) => latent[c * rows * columns + cell]!), 1]);
      outputs.push(
        patchColours(
          pixels,
          width,
          (cell % columns) * scale,
          Math.floor(cell / columns) * scale,
          scale,
          patch,
        ),
      );
    }
  }
  await session.dispose();
  const factors = leastSquares(inputs, outputs).map((row) => row.map((x) => Number(x.toFixed(DIGITS))));
  return { patch, factors };
}

/** Mean colours of a cell's pixels on a coarser grid: red, green, blue, each row by row, 0 to 1. */
function patchColours(
  pixels: Uint8Array,
  width: number,
  left: number,
  top: number,
  scale: number,
  patch: number,
): number[] {
  const block = scale / patch;
  return Array.from({ length: 3 * patch * patch }, (_, at) => {
    const [colour, y, x] = [Math.floor(at / (patch * patch)), Math.floor(at / patch) % patch, at % patch];
    let sum = 0;
    for (let dy = 0; dy < block; dy++) {
      for (let dx = 0; dx < block; dx++) {
        sum += pixels[3 * ((top + y * block + dy) * width + left + x * block + dx) + colour]!;
      }
    }
    return sum / (block * block * 255);
  });
}

/** A manifest as JSON, a row of factors a line. */
export function manifestText(manifest: object): string {
  const text = JSON.stringify(manifest, null, 2);
  return `${text.replace(/\[[\d\s.,e-]+\]/g, (row) => row.replace(/\s+/g, ''))}\n`;
}

const [folder, ...prompts] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename) {
  if (folder === undefined || prompts.length === 0) {
    throw new Error("usage: npx tsx tools/models/icons128/fitPreview.ts FOLDER 'prompt' 'prompt' …");
  }
  const path = join(folder, 'manifest.json');
  const json = JSON.parse(readFileSync(path, 'utf8')) as object;
  const manifest = parseManifest(json);
  if (manifest.kind !== 'image') throw new Error('Only image models have previews.');
  const preview = await fitPreview(folder, manifest, prompts);
  parseManifest({ ...json, preview });
  writeFileSync(path, manifestText({ ...json, preview }));
  console.log(`${path}: ${preview.factors.length} x ${preview.factors[0]!.length} factors`);
}
