/**
 * Fits the linear map from latents to preview colours, and writes it into the model's manifest:
 *   npx tsx tools/models/icons128/fitPreview.ts FOLDER 'prompt' 'prompt' …
 * It learns from the prompts' images, so they should cover all colours and shapes of the model.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/diffusionManifest.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { leastSquares } from '#tools/models/icons128/leastSquares.ts';
import { openDiffusion } from '#tools/models/publish/openDiffusion.ts';

/** Half of a cell's pixels per side: a sharper preview needs four times the factors and gains little. */
const PATCH_OF_SCALE = 0.5;
/** Digits of a factor: more do not show in 8-bit colours. */
const DIGITS = 3;

type Preview = NonNullable<LatentDiffusionManifest['preview']>;

/** Draws each prompt and fits its colours to its latents. */
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
    const { latent, pixels } = await generateImage({ session, tokenize, manifest }, settings);
    const [rows, columns] = [height / scale, width / scale];
    for (let cell = 0; cell < rows * columns; cell++) {
      inputs.push([...Array.from({ length: channels }, (_, c) => latent[c * rows * columns + cell]!), 1]);
      outputs.push(
        patchColours({
          ...{ pixels, width, scale, patch },
          left: (cell % columns) * scale,
          top: Math.floor(cell / columns) * scale,
        }),
      );
    }
  }
  await session.dispose();
  const factors = leastSquares(inputs, outputs).map((row) => row.map((x) => Number(x.toFixed(DIGITS))));
  return { patch, factors };
}

interface Cell {
  /** RGB bytes of the image. */
  readonly pixels: Uint8Array;
  /** Pixels in a row of the image. */
  readonly width: number;
  /** The cell's first column and row, in pixels. */
  readonly left: number;
  readonly top: number;
  /** Pixels per side of the cell, and of its coarser grid. */
  readonly scale: number;
  readonly patch: number;
}

/** Mean colours of a cell's pixels on a coarser grid: red, green, blue, each row by row, 0 to 1. */
function patchColours({ pixels, width, left, top, scale, patch }: Cell): number[] {
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

/** A manifest as JSON, with one row of factors per line. */
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
