import { leastOthersCheck, wavesThrough } from '#tools/trust/economics/coordinators.ts';
import { DEAREST } from '#tools/trust/economics/taskPrices.ts';
import type { World } from '#tools/trust/economics/world.ts';

/** What a default leaves open: the rows that miss their bar, and the least that ends it. */
export interface Finding {
  title: string;
  /** The rows' names, as far as they begin. */
  rows: readonly string[];
  amendment(world: World): { profit: number; change: string };
}

const percent = (value: number): string => `${Number((100 * value).toPrecision(2))} %`;

export const FINDINGS: readonly Finding[] = [
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
];
