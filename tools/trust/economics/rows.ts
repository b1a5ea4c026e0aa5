import type { Network } from '#tools/contracts/jury/terms.ts';
import {
  CASES_PER_MONTH,
  DEVICES,
  JUROR_SHARE,
  OWN_SHARE,
  SERVING_MINERS,
  WEI,
} from '#tools/trust/economics/assumptions.ts';
import { ATTACKS } from '#tools/trust/economics/attacks.ts';
import { guiltyShare } from '#tools/trust/economics/caseMix.ts';
import { fakeDemand, neverPays, wavesThrough, wrongDraw } from '#tools/trust/economics/coordinators.ts';
import { type Effort, type Estimate, meanOf, outlookOf } from '#tools/trust/economics/estimate.ts';
import { electricity, honestProfit } from '#tools/trust/economics/honestWork.ts';
import {
  benchOf,
  expectedSeat,
  JUROR_STRATEGIES,
  playSeat,
  sealedFine,
} from '#tools/trust/economics/jurors.ts';
import {
  endsOf,
  expectedReport,
  isRefused,
  oddsOf,
  playReport,
  REPORTS,
} from '#tools/trust/economics/reporters.ts';
import { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import { DEAREST, taskPrices } from '#tools/trust/economics/taskPrices.ts';
import { defaultWorld } from '#tools/trust/economics/world.ts';

/** What somebody earns at the defaults, in CAI. */
export interface Row {
  name: string;
  /** Of 1,000 tasks or seats, or of one case or one time. */
  profit: number;
  perMonth: number;
  /** The same as `profit`, where it was played too. */
  played?: Estimate;
  /** Whether `profit` is exact or what was played. */
  isExact: boolean;
  /** What the profit must be. */
  bar: 'below 0' | 'above 0' | 'not below 0';
}

export type Part = 'miners' | 'jurors' | 'reports' | 'coordinators' | 'work';
export type Rows = Readonly<Record<Part, readonly Row[]>>;

/** How much is played for a row. */
export interface Played extends Effort {
  /** Independent cases, where no cycle is played. */
  cases: number;
}

export const FULL: Played = { cycles: 20_000, tasks: 100_000, cases: 20_000 };

/** Rows of miners that cheat. */
function minerRows(network: Network, effort: Effort): Row[] {
  return ATTACKS.map((attack, seed) => {
    const world = defaultWorld(network, attack.world);
    const { perThousandTasks, perMonth, exact } = outlookOf(attack, world, effort, seed);
    return {
      name: attack.name,
      profit: exact ?? perThousandTasks.mean,
      perMonth: perMonth.mean,
      played: perThousandTasks,
      isExact: exact !== undefined,
      bar: 'below 0',
    };
  });
}

function jurorRows(network: Network, cases: number): Row[] {
  const world = defaultWorld(network);
  const bench = benchOf(world, guiltyShare(world));
  const seatsPerMonth = CASES_PER_MONTH * bench.terms.seats * JUROR_SHARE;
  return JUROR_STRATEGIES.map((strategy, seed) => {
    const random = new SeededRandom(100 + seed);
    const range = Number(bench.terms.pay) / WEI + sealedFine(bench.terms);
    const seat = expectedSeat(strategy, bench);
    const { mean, within } = meanOf(cases, range, () => playSeat(strategy, bench, random));
    return {
      name: `a juror: ${strategy}`,
      profit: 1_000 * seat,
      perMonth: seatsPerMonth * seat,
      played: { mean: 1_000 * mean, within: 1_000 * within },
      isExact: true,
      bar: strategy === 'honest' ? 'above 0' : 'below 0',
    };
  });
}

/** Rows of one report each, of which there is one a month. */
function reportRows(network: Network, cases: number): Row[] {
  const world = defaultWorld(network);
  return REPORTS.map((report, seed) => {
    const random = new SeededRandom(200 + seed);
    const odds = oddsOf(report, world);
    const profit = expectedReport(report, world);
    const ends = Object.values(endsOf(report, world));
    const range = Math.max(...ends) - Math.min(...ends);
    const sum = { name: report.name, profit, perMonth: profit, isExact: true };
    if (isRefused(report, world)) return { ...sum, bar: 'not below 0' };
    return {
      ...sum,
      played: meanOf(cases, range, () => playReport(report, world, odds, random)),
      bar: report.accused === 'guilty' ? 'above 0' : 'below 0',
    };
  });
}

/** Rows of coordinators that cheat: of 1,000 tasks, or of one time. Each is done once a month. */
function coordinatorRows(network: Network): Row[] {
  const world = defaultWorld(network);
  const rows: [string, number][] = [
    [`orders from itself, with ${100 * OWN_SHARE} % of the miners’ stake`, fakeDemand(world)],
    ['gives its own miner a task against the lottery, once', wrongDraw(world)],
    ['never audits its own miner, which fakes for real clients', wavesThrough(world)],
    ['the same, with the dearest tasks there are', wavesThrough({ ...world, price: DEAREST.largest })],
    [`pays none of ${SERVING_MINERS} miners what it holds, once`, neverPays(world)],
  ];
  return rows.map(([name, profit]) => ({ name, profit, perMonth: profit, isExact: true, bar: 'below 0' }));
}

/** Rows of honest miners, for the models whose times are measured. */
function workRows(network: Network): Row[] {
  const world = defaultWorld(network);
  const measured = taskPrices().filter(({ model }) => model === 'icons128' || model === 'stories15m');
  return measured.flatMap((task) =>
    Object.values(DEVICES)
      .filter((device) => electricity(task, device) > 0)
      .map((device) => {
        const profit = honestProfit(task, device, world);
        const perMonth = (profit / 1_000) * world.tasksPerDay * 30;
        return {
          name: `${task.model}, ${device.name}`,
          profit,
          perMonth,
          isExact: true,
          bar: 'above 0',
        } as const;
      }),
  );
}

/** All that is held against a bar, for one network. */
export const rowsOf = (network: Network, { cases, ...effort }: Played): Rows => ({
  miners: minerRows(network, effort),
  jurors: jurorRows(network, cases),
  reports: reportRows(network, cases),
  coordinators: coordinatorRows(network),
  work: workRows(network),
});
