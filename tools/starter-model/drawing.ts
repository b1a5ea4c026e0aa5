import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';

const SALT = `0x${'0'.repeat(32)}` as const;

/** RGB bytes of a prompt's picture, row by row. */
export type Draw = (prompt: string, seed: number, steps?: number) => Promise<Uint8Array>;

/** Opens the converted model of a folder on the CPU, with the pipeline that tabs run. */
export async function openModel(folder: string): Promise<{ draw: Draw; side: number }> {
  const manifest = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  if (manifest.kind !== 'image') throw new TypeError(`${manifest.id} is not an image model`);
  const model = await loadModel(
    manifest,
    async (path) => new Uint8Array(readFileSync(join(folder, path))),
    createNodeRuntime(),
  );
  const { width, height, steps: usual, guidance } = manifest.defaults;
  const draw: Draw = async (prompt, seed, steps = usual) => {
    const request = {
      kind: 'image',
      model: manifest.id,
      prompt,
      negativePrompt: '',
      width,
      height,
      steps,
      guidance,
      seed,
      salt: SALT,
    } as const;
    const { result } = await model.run(request);
    if (result.kind !== 'image') throw new TypeError('an image model gave text');
    return Uint8Array.from(decode(result.png).data);
  };
  return { draw, side: width };
}
