/**
 * Audits honest and forged results of all models on two back ends and prints the tables of
 * docs/trust/audits.md. Exits with 1 where a bar is missed. Run: `npm run trust:table`; with `-- --quick` in
 * under five minutes; with `-- --write` it writes the raw data and the page. Times are processor time, so
 * that other work does not count.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withTables } from '#tools/docs/tables.ts';
import { BACK_ENDS } from '#tools/trust/audits/backEnds.ts';
import {
  CHECKED_AGAIN,
  caughtOf,
  convictedOf,
  isCheat,
  isSmall,
  LEAST_TRIALS,
  missesOf,
} from '#tools/trust/audits/bars.ts';
import { openImageArms } from '#tools/trust/audits/imageArm.ts';
import { IMAGE_ATTACKS } from '#tools/trust/audits/imageAttacks.ts';
import { imageStage, type Pairing, tryImage } from '#tools/trust/audits/imageTrials.ts';
import { PAGE, tablesOf } from '#tools/trust/audits/page.ts';
import { RAW_DATA, writeRows } from '#tools/trust/audits/rawData.ts';
import { openTextArms } from '#tools/trust/audits/textArm.ts';
import { TEXT_ATTACKS } from '#tools/trust/audits/textAttacks.ts';
import { textStage, tryText } from '#tools/trust/audits/textTrials.ts';
import { isCaught, type Trial } from '#tools/trust/audits/trial.ts';
import { browserTables, readBrowserRows } from '#tools/trust/browsers/browserRow.ts';
import { forgedTables, readForgedRows } from '#tools/trust/browsers/forgedRow.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** Text models in float16 too. */
    slow: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    /** Multiplies the number of trials. */
    scale: { type: 'string', default: '1' },
  },
});
/** Of the committed data. */
const COMMITTED_SCALE = 0.2;
const scale = Number(values.scale) * (values.quick ? 0.02 : 1);
/** At least one trial for each pair of back ends. */
const scaled = (count: number) => Math.max(4, Math.ceil(count * scale));

/** Trials of honest results and of each attack, by what one of them takes. */
const COUNTS = {
  image: { honest: scaled(2_000), attack: scaled(100) },
  /** The models with random weights take a few milliseconds. */
  smallImage: { honest: scaled(25_000), attack: scaled(100) },
  text: { honest: scaled(400), attack: scaled(60) },
  /** In float16 a CPU takes a minute a text. */
  slowText: { honest: scaled(20), attack: scaled(4) },
};

const PAIRINGS = BACK_ENDS.flatMap((made) => BACK_ENDS.map((audited): Pairing => ({ made, audited })));
const other = ({ made, audited }: Pairing): Pairing => ({
  made,
  audited: BACK_ENDS.find((backEnd) => backEnd !== audited)!,
});

const trials: Trial[] = [];

/** Tries so many results, with all pairs of back ends in turn. */
async function tryAll(
  count: number,
  attempt: (index: number, pairing: Pairing) => Promise<Trial | undefined>,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const pairing = PAIRINGS[index % PAIRINGS.length]!;
    const trial = await attempt(index, pairing);
    if (!trial) continue;
    trials.push(trial);
    if (trial.kind !== 'honest' || !isCaught(trial)) continue;
    const again = await attempt(index, other(pairing));
    if (again) trials.push({ ...again, name: CHECKED_AGAIN });
  }
}

for (const arm of await openImageArms()) {
  const stage = imageStage(arm);
  for (const attack of IMAGE_ATTACKS) {
    const counts = isSmall(arm.name) ? COUNTS.smallImage : COUNTS.image;
    const count = attack.kind === 'honest' ? counts.honest : counts.attack;
    await tryAll(count, (index, pairing) => tryImage(stage, attack, index, pairing));
  }
  console.error(`${arm.name}: done`);
}
for (const arm of await openTextArms(values.slow)) {
  const counts = arm.name.includes('float16') ? COUNTS.slowText : COUNTS.text;
  const stage = textStage(arm);
  for (const attack of TEXT_ATTACKS) {
    const count = attack.kind === 'honest' ? counts.honest : counts.attack;
    await tryAll(count, (index, pairing) => tryText(stage, attack, index, pairing));
  }
  console.error(`${arm.name}: done`);
}

const tables = tablesOf(trials);
for (const [name, render] of Object.entries(tables)) console.log(`\n${name}\n${render()}`);
if (values.write) {
  writeRows(RAW_DATA, trials);
  const browsers = browserTables(readBrowserRows());
  const all = { ...tables, ...browsers, ...forgedTables(readForgedRows()) };
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), all));
}
const { hits, trials: honest } = caughtOf(trials.filter(({ name }) => name === 'honest'));
const whole = caughtOf(trials.filter((trial) => trial.kind === 'whole' && isCheat(trial)));
console.log(
  `\n${honest} honest results: ${hits} doubted, ${convictedOf(trials).length} convicted. ` +
    `${whole.trials} whole results forged: ${whole.hits} caught.`,
);
// A part of the trials can find a fault, but not show that the bars are kept.
const missed = missesOf(trials, values.quick || scale < COMMITTED_SCALE ? undefined : LEAST_TRIALS);
if (missed.length > 0) {
  console.error(`Missed: ${missed.join('; ')}.`);
  process.exit(1);
}
process.exit(0);
