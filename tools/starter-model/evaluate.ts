/**
 * Judges a converted model on combinations that training held out:  npx tsx evaluate.ts MODEL_FOLDER [COUNT]
 *
 * Prints what part of the pictures shows the right thing, style and background, and how well the judge itself does on
 * real icons.
 */
import { readFileSync } from 'node:fs';
import { openModel } from './drawing.ts';
import { crop, Judge, type Box, type Verdict } from './judge.ts';
import { STYLES } from './sources.ts';

interface Case {
  readonly things: readonly number[];
  readonly style: number;
  readonly background: number;
  readonly size: 'usual' | 'small' | 'big';
}

const BOXES: Record<Case['size'], Box> = {
  usual: { left: 16, top: 16, side: 96 },
  small: { left: 32, top: 32, side: 64 },
  big: { left: 0, top: 0, side: 128 },
};
const PAIR_BOXES: readonly Box[] = [
  { left: 0, top: 32, side: 64 },
  { left: 64, top: 32, side: 64 },
];
/** The rule by which `latents.py` holds combinations out. */
const HELD_OUT = 10;
const HASH = 2_654_435_761;
const SEED = 20_260;
/** Largest change of a colour, of 1, when the judge itself is tried. */
const NOISE = 0.05;

const words = JSON.parse(readFileSync(new URL('words.json', import.meta.url), 'utf8')) as {
  backgrounds: Record<string, { rgb: [number, number, number] }>;
};
const backgrounds = Object.entries(words.backgrounds).map(([name, { rgb }]) => ({ name, rgb }));

function heldOut(thing: number, style: number, background: number): boolean {
  const number = (thing * STYLES.length + style) * backgrounds.length + background;
  return ((Math.imul(number, HASH) >>> 0) >>> 16) % HELD_OUT === 0;
}

/** A small generator of one's own: the same cases on every machine (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function drawCases(count: number, things: number, pair: boolean, next: (below: number) => number): Case[] {
  const cases: Case[] = [];
  while (cases.length < count) {
    const style = next(STYLES.length);
    const background = next(backgrounds.length);
    const drawn = Array.from({ length: pair ? 2 : 1 }, () => next(things));
    if (!drawn.every((thing) => heldOut(thing, style, background))) continue;
    const size = pair ? 'small' : (['usual', 'usual', 'usual', 'small', 'big'] as const)[next(5)]!;
    cases.push({ things: drawn, style, background, size });
  }
  // The judge keeps one background in memory.
  return cases.sort((a, b) => a.background - b.background);
}

/** Median of the picture's outermost pixels: the nearest of the backgrounds. */
function backgroundOf(picture: Uint8Array, side: number): number {
  const border: number[] = [];
  for (let i = 0; i < side; i++) border.push(i, (side - 1) * side + i, i * side, i * side + side - 1);
  const median = [0, 1, 2].map((c) => border.map((at) => picture[at * 3 + c]!).sort((a, b) => a - b)[border.length >> 1]!);
  const away = backgrounds.map(({ rgb }) => rgb.reduce((sum, value, c) => sum + (value - median[c]!) ** 2, 0));
  return away.indexOf(Math.min(...away));
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`;

/** The judge on the asked icons themselves, with noise: what it gets wrong is not the model's fault. */
async function validate(judge: Judge, cases: readonly Case[], next: (below: number) => number): Promise<string> {
  let thing = 0;
  let style = 0;
  for (const { things, style: asked, background } of cases) {
    const { rgb } = backgrounds[background]!;
    const wanted: Verdict = { concept: things[0]!, style: asked };
    const real = await judge.seen(wanted, rgb, BOXES.usual.side);
    const verdict = judge.nearest(real.map((value) => value + NOISE * (next(1_001) / 500 - 1)), rgb);
    if (verdict.concept === wanted.concept || judge.same(verdict, { ...wanted, style: verdict.style }, rgb)) thing++;
    if (verdict.style === asked || judge.same({ ...wanted, style: verdict.style }, wanted, rgb)) style++;
  }
  return `judge on real icons with noise: thing ${percent(thing, cases.length)}, style ${percent(style, cases.length)}`;
}

const [folder, count = '240'] = process.argv.slice(2);
if (!folder) throw new Error('usage: npx tsx evaluate.ts MODEL_FOLDER [COUNT]');
const judge = await Judge.create();
const { draw, side } = await openModel(folder);
const next = random(SEED);
const single = drawCases(Number(count), judge.concepts.length, false, next);
const pairs = drawCases(Math.ceil(Number(count) / 2), judge.concepts.length, true, next);
console.log(await validate(judge, single, next));
const tally = { thing: 0, style: 0, background: 0, both: 0 };
const wrong: string[] = [];
for (const [at, { things, style, background, size }] of [...single, ...pairs].entries()) {
  const names = things.map((thing) => judge.concepts[thing]!.replaceAll('-', ' '));
  const sized = things.length > 1 || size === 'usual' ? '' : `${size} `;
  const prompt = `a ${sized}${STYLES[style]} ${names.join(' and ')} on a ${backgrounds[background]!.name} background`;
  const picture = await draw(prompt, at);
  const boxes = things.length > 1 ? PAIR_BOXES : [BOXES[size]];
  const { rgb } = backgrounds[background]!;
  const verdicts = boxes.map((box) => judge.nearest(crop(picture, side, box), rgb));
  const right = verdicts.map((verdict, i) => {
    return verdict.concept === things[i] || judge.same(verdict, { concept: things[i]!, style: verdict.style }, rgb);
  });
  if (things.length > 1) {
    if (right.every(Boolean)) tally.both++;
  } else {
    if (right[0]) tally.thing++;
    const asked = { concept: things[0]!, style };
    if (verdicts[0]!.style === style || judge.same({ ...asked, style: verdicts[0]!.style }, asked, rgb)) tally.style++;
    if (backgroundOf(picture, side) === background) tally.background++;
  }
  if (!right.every(Boolean)) {
    const seen = verdicts.map((verdict) => `${STYLES[verdict.style]} ${judge.concepts[verdict.concept]}`);
    wrong.push(`  ${prompt}: ${seen.join(', ')}`);
  }
}
console.log(`right thing      ${percent(tally.thing, single.length)}`);
console.log(`right style      ${percent(tally.style, single.length)}`);
console.log(`right background ${percent(tally.background, single.length)}`);
console.log(`both things      ${percent(tally.both, pairs.length)}`);
if (wrong.length > 0) console.log(`judged to be another thing:\n${wrong.join('\n')}`);
