import { median } from '#tools/bench/median.ts';
import { type Tables, table } from '#tools/docs/tables.ts';
import { BACK_ENDS } from '#tools/trust/audits/backEnds.ts';
import { type Counted, caughtOf, groupBy, isCheat, steadyCostOf } from '#tools/trust/audits/bars.ts';
import { caughtWithin } from '#tools/trust/audits/detection.ts';
import { TASKS } from '#tools/trust/audits/figures.ts';
import { isCaught, short, type Trial } from '#tools/trust/audits/trial.ts';

export const PAGE = 'docs/trust/audits.md';

const counted = ({ hits, trials }: Counted) => (trials === 0 ? '-' : `${hits} of ${trials}`);
const percent = (share: number) => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;

function attackRows(trials: readonly Trial[]): string[][] {
  const cheats = trials.filter(({ kind }) => kind !== 'honest');
  return [...groupBy(cheats, ({ model }) => model)].flatMap(([model, ofModel]) =>
    [...groupBy(ofModel, ({ name }) => name)].map(([name, ofAttack]) => {
      const changing = ofAttack.filter(isCheat);
      const { hits, trials: count } = caughtOf(changing);
      const rate = count === 0 ? 0 : hits / count;
      return [
        ...[model, name],
        ...BACK_ENDS.map((backEnd) =>
          counted(caughtOf(changing.filter(({ audited }) => audited === backEnd))),
        ),
        ...TASKS.map((tasks) => percent(caughtWithin(tasks, rate, 'new'))),
        ...TASKS.map((tasks) => percent(caughtWithin(tasks, rate, 'aged'))),
        percent(median(ofAttack.map(({ effect }) => effect))),
        `${ofAttack.length - changing.length}`,
      ];
    }),
  );
}

function honestRows(trials: readonly Trial[]): string[][] {
  const honest = trials.filter(({ name }) => name === 'honest');
  return [...groupBy(honest, ({ model }) => model)].map(([model, ofModel]) => [
    model,
    `${ofModel.length}`,
    `${ofModel.filter(isCaught).length}`,
    `${short(Math.max(...ofModel.map(({ distance }) => distance ?? Infinity)))}`,
    percent(20 * steadyCostOf(ofModel)),
    percent(steadyCostOf(ofModel)),
  ]);
}

/** The tables of the page. */
export const tablesOf = (trials: readonly Trial[]): Tables => ({
  honest: () =>
    table(
      [
        ...['model', 'honest results', 'doubted', 'furthest, as a share of the bound'],
        ...['an audit costs, as a share of the task', 'all audits, as a share of the work'],
      ],
      honestRows(trials),
    ),
  attacks: () =>
    table(
      [
        ...['model', 'what the miner does', 'caught by native CPU', 'caught by WASM'],
        ...TASKS.map((tasks) => `new miner, ${tasks} task${tasks > 1 ? 's' : ''}`),
        ...TASKS.map((tasks) => `aged miner, ${tasks} task${tasks > 1 ? 's' : ''}`),
        ...['median change', 'same result'],
      ],
      attackRows(trials),
    ),
});
