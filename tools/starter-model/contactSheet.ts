/**
 * Draws prompts into one picture, a row each:  npx tsx contactSheet.ts MODEL_FOLDER OUT.png [SEEDS] < PROMPTS
 *
 * A line of PROMPTS that ends in ` @N` is drawn in N steps.
 */
import { readFileSync } from 'node:fs';
import sharp, { type OverlayOptions } from 'sharp';
import { openModel } from './drawing.ts';

const GAP = 4;
const STANDARD_INPUT = 0;

const [folder, out, seeds = '8'] = process.argv.slice(2);
if (!folder || !out) throw new Error('usage: npx tsx contactSheet.ts MODEL_FOLDER OUT.png [SEEDS] < PROMPTS');
const prompts = readFileSync(STANDARD_INPUT, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '');
const { draw, side } = await openModel(folder);
const columns = Number(seeds);
const cell = side + GAP;
const tiles: OverlayOptions[] = [];
for (const [row, line] of prompts.entries()) {
  const [, prompt, steps] = /^(.*?)(?: @(\d+))?$/.exec(line)!;
  for (let column = 0; column < columns; column++) {
    const pixels = await draw(prompt!, 1 + column, steps === undefined ? undefined : Number(steps));
    tiles.push({
      input: Buffer.from(pixels),
      raw: { width: side, height: side, channels: 3 },
      left: GAP + column * cell,
      top: GAP + row * cell,
    });
  }
}
const create = {
  width: GAP + columns * cell,
  height: GAP + prompts.length * cell,
  channels: 3 as const,
  background: 'white',
};
await sharp({ create }).composite(tiles).png().toFile(out);
console.log(`${out}: ${prompts.length} prompts × ${columns} seeds`);
