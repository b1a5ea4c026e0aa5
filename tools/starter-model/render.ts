/**
 * Renders every icon at the sizes in which pictures show it:  npx tsx render.ts [FOLDER]
 *
 * Writes FOLDER/concepts.json (the names) and one file for each size, `icons-SIDE.rgba`: bytes
 * [concept, style, row, column, red green blue alpha], alpha not multiplied in.
 */

import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { readIconSets, STYLES } from './sources.ts';

/** Big, usual and small: 8, 6 and 4 latent cells of 16 pixels. */
const SIDES = [128, 96, 64] as const;
/** Vector graphics are drawn twice as large, since the rasterizer smooths edges but not gradients. */
const DRAWN_SIDE = 256;
const REPORT_EVERY = 100;

const folder = process.argv[2] ?? 'data';
mkdirSync(folder, { recursive: true });
sharp.concurrency(1);
const sets = readIconSets();
writeFileSync(join(folder, 'concepts.json'), JSON.stringify(sets.concepts));
const streams = SIDES.map((side) => createWriteStream(join(folder, `icons-${side}.rgba`)));
for (const [index, concept] of sets.concepts.entries()) {
  for (const style of STYLES) {
    const drawn = await sharp(Buffer.from(sets.svg(style, concept, DRAWN_SIDE)), { unlimited: true })
      .ensureAlpha()
      .png({ compressionLevel: 0 })
      .toBuffer();
    for (const [at, side] of SIDES.entries()) {
      const raw = await sharp(drawn).resize(side, side, { kernel: 'lanczos3' }).raw().toBuffer();
      if (raw.length !== side * side * 4) throw new Error(`${style} ${concept}: not RGBA`);
      if (!streams[at]!.write(raw)) await once(streams[at]!, 'drain');
    }
  }
  if ((index + 1) % REPORT_EVERY === 0) console.log(`${index + 1} of ${sets.concepts.length} names`);
}
for (const stream of streams) {
  stream.end();
  await once(stream, 'finish');
}
console.log(`${sets.concepts.length} names × ${STYLES.length} styles × ${SIDES.length} sizes`);
