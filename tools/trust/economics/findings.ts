import { ATTACKS, type Attack } from '#tools/trust/economics/attacks.ts';
import { guiltyShare } from '#tools/trust/economics/caseMix.ts';
import { leastOthersCheck, mostHeld, neverPays, wavesThrough } from '#tools/trust/economics/coordinators.ts';
import { cycleProfit } from '#tools/trust/economics/estimate.ts';
import { benchOf, expectedSeat, leastFine } from '#tools/trust/economics/jurors.ts';
import { expectedReport, REPORTS } from '#tools/trust/economics/reporters.ts';
import { DEAREST } from '#tools/trust/economics/taskPrices.ts';
import { defaultWorld, type World } from '#tools/trust/economics/world.ts';

/** What a default leaves open: the rows that miss their bar, and the least that ends it. */
export interface Finding {
  title: string;
  /** The rows' names, as far as they begin. */
  rows: readonly string[];
  amendment(world: World): { profit: number; change: string };
}

const PLAYED = { cycles: 300, tasks: 150_000 };
const SIXTEEN = ATTACKS.find(({ records }) => records === 16)!;
const REBUILT = ATTACKS.find(({ rebuilds }) => rebuilds)!;
const THIRD = REPORTS.find(({ earlier }) => earlier === 2)!;

const percent = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;
const rounded = (value: number): string => Number(value.toPrecision(2)).toLocaleString('en');

/** What an attack earns today, and with all of an accused miner's results audited. */
const audited =
  (attack: Attack): Finding['amendment'] =>
  ({ network }) => {
    const world = defaultWorld(network, attack.world);
    const profitOf = (changed: World) => cycleProfit(attack, changed, PLAYED, 1).mean;
    const after = profitOf({ ...world, auditsAccused: true });
    return {
      profit: profitOf(world),
      change: `an accused miner is audited in full, for all models and by all, until the verdict: then ${rounded(after)} CAI`,
    };
  };

export const FINDINGS: readonly Finding[] = [
  {
    title: 'A miner cheats many records at once, with dear tasks (a cycle)',
    rows: [SIXTEEN.name],
    amendment: audited(SIXTEEN),
  },
  {
    title: 'A busy miner builds its record anew while its case runs (a cycle)',
    rows: [REBUILT.name],
    amendment: audited(REBUILT),
  },
  {
    title: 'A juror votes “wrong” without looking (a seat)',
    rows: ['a juror: always "wrong"'],
    amendment: (world) => {
      const guilty = guiltyShare(world);
      const bench = benchOf(world, guilty);
      const fine = leastFine(bench);
      return {
        profit: expectedSeat('always "wrong"', bench),
        change: `a fine of ${rounded(fine)} CAI for a seat that found the opposite, with ${percent(guilty)} of the accused guilty`,
      };
    },
  },
  {
    title: 'A coordinator never audits its own miner (1,000 faked results)',
    rows: ['never audits its own miner'],
    amendment: (world) => {
      const dearest = leastOthersCheck({ ...world, price: DEAREST.largest });
      return {
        profit: wavesThrough(world),
        change: `others check ${percent(leastOthersCheck(world))} of its results, ${percent(dearest)} of the dearest`,
      };
    },
  },
  {
    title: 'A coordinator pays nobody what it holds (once)',
    rows: ['pays none of'],
    amendment: (world) => ({
      profit: neverPays(world),
      change: `a miner lets at most ${Math.floor(mostHeld(world))} results wait`,
    }),
  },
  {
    title: 'The third right report in a cool-down loses money (a case)',
    rows: [THIRD.name],
    amendment: (world) => ({
      profit: expectedReport(THIRD, world),
      change: 'no further case where `Slasher.slashable` is 0',
    }),
  },
];
