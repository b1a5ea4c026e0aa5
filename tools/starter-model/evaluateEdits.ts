/**
 * Judges how a converted model starts from pictures:  npx tsx evaluateEdits.ts MODEL_FOLDER [COUNT]
 *
 * Pictures of combinations that training held out are encoded and decoded again. Then each is given with a
 * prompt that names only another thing. Prints, for each strength, how much of the given pictures is left and
 * how many show the other thing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { readPng, toPixels } from '#inference/png/pictureFile.ts';
import { openDiffusion } from '../models/publish/openDiffusion.ts';
import { BOXES, backgroundOf, backgrounds, type Case, drawCases, nameOf, promptOf, random } from './cases.ts';
import { crop, Judge } from './judge.ts';

const SEED = 31_415;
const STRENGTHS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

const decibels = (a: Uint8Array, b: Uint8Array): number =>
  -10 * Math.log10(a.reduce((sum, level, i) => sum + ((level - b[i]!) / 255) ** 2, 0) / a.length);
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0).padStart(3)} %`;

const [folder, count = '120'] = process.argv.slice(2);
if (!folder) throw new Error('usage: npx tsx evaluateEdits.ts MODEL_FOLDER [COUNT]');
const manifest = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
if (manifest.kind !== 'image') throw new TypeError(`${manifest.id} is not an image model`);
const { session, tokenize } = await openDiffusion(folder, manifest);
const { width, height } = manifest.defaults;
const draw = (prompt: string, seed: number, init?: { png: Uint8Array<ArrayBuffer>; strength: number }) =>
  generateImage(
    { session, tokenize, manifest },
    { ...manifest.defaults, prompt, negativePrompt: '', seed, ...(init && { init }) },
  );

const judge = await Judge.create();
const next = random(SEED);
const cases = drawCases(Number(count), judge.concepts.length, false, next).map(
  (one): Case => ({ ...one, size: 'usual' }),
);
const again: number[] = [];
const tallies = STRENGTHS.map(() => ({ asked: 0, given: 0, style: 0, background: 0, near: [] as number[] }));
for (const [at, one] of cases.entries()) {
  const given = await draw(promptOf(one, judge.concepts), at);
  const png = Uint8Array.from(given.result.png);
  const latent = await session.encodeImage(await readPng(png, width, height, manifest.decoder.range));
  again.push(decibels(toPixels(await session.decode(latent), manifest.decoder.range).data, given.pixels));
  const other = next(judge.concepts.length);
  for (const [place, strength] of STRENGTHS.entries()) {
    const { pixels } = await draw(`a ${nameOf(judge.concepts[other]!)}`, at, { png, strength });
    // The judge compares things on the background that the picture shows.
    const seen = backgroundOf(pixels, width);
    const { rgb } = backgrounds[seen]!;
    const verdict = judge.nearest(crop(pixels, width, BOXES.usual), rgb);
    const shows = (concept: number) =>
      verdict.concept === concept || judge.same(verdict, { concept, style: verdict.style }, rgb);
    const tally = tallies[place]!;
    if (shows(other)) tally.asked++;
    if (shows(one.things[0]!)) tally.given++;
    if (verdict.style === one.style) tally.style++;
    if (seen === one.background) tally.background++;
    tally.near.push(decibels(pixels, given.pixels));
  }
}
await session.dispose();
console.log(
  `encoded and decoded: median ${median(again).toFixed(1)} dB, worst ${Math.min(...again).toFixed(1)} dB`,
);
console.log('may change  asked thing  given thing  given style  given background  dB to the given');
for (const [place, { asked, given, style, background, near }] of tallies.entries()) {
  const shares = [asked, given, style, background]
    .map((part) => percent(part, cases.length))
    .join('        ');
  console.log(`${STRENGTHS[place]!.toFixed(1)}         ${shares}        ${median(near).toFixed(1)}`);
}
