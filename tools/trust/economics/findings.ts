import { guiltyShare } from '#tools/trust/economics/caseMix.ts';
import { leastOthersCheck, wavesThrough } from '#tools/trust/economics/coordinators.ts';
import { benchOf, expectedSeat, leastFine, mostFine } from '#tools/trust/economics/jurors.ts';
import { expectedReport, REPORTS } from '#tools/trust/economics/reporters.ts';
import { DEAREST } from '#tools/trust/economics/taskPrices.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** What a default leaves open: the rows that miss their bar, and the least that ends it. */
export interface Finding {
  title: string;
  /** The rows' names, as far as they begin. */
  rows: readonly string[];
  amendment(world: World): { profit: number; change: string };
}

const THIRD = REPORTS.find(({ earlier }) => earlier === 2)!;

const percent = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;
const rounded = (value: number): string => Number(value.toPrecision(2)).toLocaleString('en');

export const FINDINGS: readonly Finding[] = [
  {
    title: 'A juror votes “wrong” without looking (a seat)',
    rows: ['a juror: always "wrong"'],
    amendment: (world) => {
      const guilty = guiltyShare(world);
      const bench = benchOf(world, guilty);
      const [least, most] = [leastFine(bench), mostFine(bench)];
      const mix = `with ${percent(guilty)} of the accused guilty`;
      return {
        profit: expectedSeat('always "wrong"', bench),
        change:
          least < most
            ? `a fine of ${rounded(least)} CAI or more, ${mix}; above ${rounded(most)} honest jurors lose`
            : `no fine for both faults, ${mix}: it would take ${rounded(least)} CAI, and above ${rounded(most)} honest jurors lose; ${rounded(least)} CAI for the opposite finding alone`,
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
    title: 'The third right report in a cool-down loses money (a case)',
    rows: [THIRD.name],
    amendment: (world) => ({
      profit: expectedReport(THIRD, world),
      change: 'no further case where `Slasher.slashable` is 0, as our coordinator has it',
    }),
  },
];
