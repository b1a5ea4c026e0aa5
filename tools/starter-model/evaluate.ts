/**
 * Judges a converted model on combinations that training held out:  npx tsx evaluate.ts MODEL_FOLDER [COUNT]
 *
 * Prints the share of pictures that show the right thing, style and background, and how well the judge itself
 * does on real icons.
 */
import {
  BOXES,
  backgroundOf,
  backgrounds,
  type Case,
  drawCases,
  PAIR_BOXES,
  promptOf,
  random,
} from './cases.ts';
import { openModel } from './drawing.ts';
import { crop, Judge, type Verdict } from './judge.ts';
import { STYLES } from './sources.ts';

const SEED = 20_260;
/** Largest change of a colour in 0..1 when the judge itself is tested. */
const NOISE = 0.05;

const percent = (part: number, whole: number): string =>
  `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`;

/** Tests the judge on the real icons with noise: what it gets wrong there is not the model's fault. */
async function validate(
  judge: Judge,
  cases: readonly Case[],
  next: (below: number) => number,
): Promise<string> {
  let thing = 0;
  let style = 0;
  for (const { things, style: asked, background } of cases) {
    const { rgb } = backgrounds[background]!;
    const wanted: Verdict = { concept: things[0]!, style: asked };
    const real = await judge.seen(wanted, rgb, BOXES.usual.side);
    const verdict = judge.nearest(
      real.map((value) => value + NOISE * (next(1_001) / 500 - 1)),
      rgb,
    );
    if (verdict.concept === wanted.concept || judge.same(verdict, { ...wanted, style: verdict.style }, rgb))
      thing++;
    if (verdict.style === asked || judge.same({ ...wanted, style: verdict.style }, wanted, rgb)) style++;
  }
  const [things, styles] = [percent(thing, cases.length), percent(style, cases.length)];
  return `judge on real icons with noise: thing ${things}, style ${styles}`;
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
  const prompt = promptOf({ things, style, background, size }, judge.concepts);
  const picture = await draw(prompt, at);
  const boxes = things.length > 1 ? PAIR_BOXES : [BOXES[size]];
  const { rgb } = backgrounds[background]!;
  const verdicts = boxes.map((box) => judge.nearest(crop(picture, side, box), rgb));
  const right = verdicts.map((verdict, i) => {
    return (
      verdict.concept === things[i] || judge.same(verdict, { concept: things[i]!, style: verdict.style }, rgb)
    );
  });
  if (things.length > 1) {
    if (right.every(Boolean)) tally.both++;
  } else {
    if (right[0]) tally.thing++;
    const asked = { concept: things[0]!, style };
    if (verdicts[0]!.style === style || judge.same({ ...asked, style: verdicts[0]!.style }, asked, rgb))
      tally.style++;
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
