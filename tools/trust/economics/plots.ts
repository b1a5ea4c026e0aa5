import { FIRST_AUDITED, LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { NODES } from '#tools/trust/economics/assumptions.ts';
import { ATTACKS, type Attack } from '#tools/trust/economics/attacks.ts';
import { guiltyShare } from '#tools/trust/economics/caseMix.ts';
import { caseOdds } from '#tools/trust/economics/caseOdds.ts';
import { expectedCycle, perThousandTasks } from '#tools/trust/economics/closedForm.ts';
import { outlookOf } from '#tools/trust/economics/estimate.ts';
import { auditedShare } from '#tools/trust/economics/honestWork.ts';
import { benchOf, expectedSeat, JUROR_STRATEGIES } from '#tools/trust/economics/jurors.ts';
import { type Axis, type Plot, type Series, svgPlot } from '#tools/trust/economics/svgPlot.ts';
import { DEAREST } from '#tools/trust/economics/taskPrices.ts';
import { defaultWorld, sharesAbove, type World } from '#tools/trust/economics/world.ts';

const NETWORK = 'main network';
const TRUSTED: Attack = ATTACKS[1]!;
const PLAYED = { cycles: 300, tasks: 25_000 };
/** Points of a line, and which of them are played as well. */
const POINTS = 60;
const DOTS_EVERY = 12;

const count = (value: number): string => value.toLocaleString('en');
const percents = (value: number): string => `${Number((100 * value).toPrecision(3))} %`;
const PROFIT = 'CAI per 1,000 tasks';

const spread = (low: number, high: number, logarithmic: boolean): number[] =>
  Array.from({ length: POINTS + 1 }, (_, i) =>
    logarithmic ? low * (high / low) ** (i / POINTS) : low + ((high - low) * i) / POINTS,
  );

/** The exact profit along an axis as a line, and some points of it played. */
function swept(
  name: string,
  x: Axis,
  settingAt: (value: number) => { attack: Attack; world: World },
): Series {
  const values = spread(x.ticks[0]!, x.ticks.at(-1)!, x.logarithmic === true);
  const points = values.map((value): [number, number] => {
    const { attack, world } = settingAt(value);
    return [value, perThousandTasks(expectedCycle(attack, world))];
  });
  const dots = values
    .filter((_, i) => i % DOTS_EVERY === DOTS_EVERY / 2)
    .map((value, i): [number, number] => {
      const { attack, world } = settingAt(value);
      return [value, outlookOf(attack, world, PLAYED, i + 1).perThousandTasks.mean];
    });
  return { name, points, dots };
}

const prices = () => {
  const { usual, largest } = DEAREST;
  return [
    { name: `tasks of ${usual.toFixed(2)} CAI, the dearest usual ones`, price: usual },
    { name: `tasks of ${largest.toFixed(2)} CAI, the dearest there are`, price: largest },
  ];
};

const byPrice = (x: Axis, at: (value: number, price: number) => { attack: Attack; world: World }): Series[] =>
  prices().map(({ name, price }) => swept(name, x, (value) => at(value, price)));

const profitAxis = (ticks: readonly number[]): Axis => ({ label: PROFIT, ticks, textOf: count });

function cheatShare(): Plot {
  const x: Axis = {
    ...{ label: 'share of the results that are faked, once trusted', logarithmic: true },
    ...{ ticks: [0.001, 0.01, 0.1, 1], textOf: percents },
  };
  const series = byPrice(x, (cheats, price) => ({
    attack: { ...TRUSTED, cheats },
    world: defaultWorld(NETWORK, { price }),
  }));
  return {
    title: 'Profit by the share of the results that are faked',
    x,
    y: profitAxis([-25_000, -20_000, -15_000, -10_000, -5_000, 0, 5_000]),
    series,
  };
}

function auditFloor(): Plot {
  const x: Axis = {
    ...{ label: 'least share of a trusted miner’s results that is audited', logarithmic: true },
    ...{ ticks: [0.0005, 0.001, 0.01, 0.05, 0.1], textOf: percents },
  };
  const series = byPrice(x, (floor, price) => ({
    attack: { ...TRUSTED, after: Math.ceil(FIRST_AUDITED / floor) },
    world: defaultWorld(NETWORK, { price, shareOf: sharesAbove(floor) }),
  }));
  const mark = { x: LEAST_AUDITED, label: 'default' };
  return {
    title: 'Profit of faking every result by the floor of the audits',
    x,
    y: profitAxis([-60_000, -40_000, -20_000, 0, 20_000]),
    series,
    mark,
  };
}

function stakes(): Plot {
  const x: Axis = {
    ...{ label: 'bond of the miner, CAI', logarithmic: true, textOf: count },
    ticks: [100, 1_000, 10_000, 50_000],
  };
  const series = byPrice(x, (stake, price) => ({
    attack: TRUSTED,
    world: defaultWorld(NETWORK, { price, stake }),
  }));
  const mark = { x: defaultWorld(NETWORK).stake, label: 'minimum' };
  return {
    title: 'Profit of faking every result by the bond',
    x,
    y: profitAxis([-60_000, -40_000, -20_000, 0, 20_000]),
    series,
    mark,
  };
}

function collusion(): Plot {
  const x: Axis = {
    ...{ label: 'share of all stake that colludes on the juries', textOf: percents },
    ticks: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
  };
  const series = [0.8, 0.5].map((turnout) => ({
    name: `${percents(turnout)} of the honest jurors turn up`,
    points: spread(0, 0.6, false).map((colluding): [number, number] => {
      const court = {
        network: NETWORK,
        nodes: NODES,
        colluding,
        turnout,
        accused: 'guilty',
        reading: 'share',
      } as const;
      const world = defaultWorld(NETWORK, { convicts: caseOdds(court).wrong });
      return [colluding, perThousandTasks(expectedCycle(TRUSTED, world))];
    }),
  }));
  const mark = { x: 0.3, label: 'the bar' };
  return {
    title: 'Profit of faking every result by the jurors that collude',
    x,
    y: profitAxis([-25_000, -20_000, -15_000, -10_000, -5_000, 0, 5_000]),
    series,
    mark,
  };
}

function jurors(): Plot {
  const x: Axis = {
    ...{ label: 'share of the accused that are guilty', textOf: percents },
    ticks: [0, 0.2, 0.4, 0.6, 0.8, 1],
  };
  const world = defaultWorld(NETWORK);
  // Who opens "wrong" only where it wins ends as who always opens it.
  const shown = JUROR_STRATEGIES.filter((strategy) => strategy !== '"wrong", opened only if it wins');
  const series = shown.map((strategy) => ({
    name: strategy,
    points: spread(0, 1, false).map((guilty): [number, number] => [
      guilty,
      expectedSeat(strategy, benchOf(world, guilty)),
    ]),
  }));
  const mark = { x: guiltyShare(world), label: 'the mix' };
  return {
    title: 'What a seat on a jury earns',
    x,
    y: { label: 'CAI a seat', ticks: [-120, -80, -40, 0, 40], textOf: count },
    series,
    mark,
  };
}

function auditCost(): Plot {
  const x: Axis = {
    ...{ label: 'results since the record began', logarithmic: true, textOf: count },
    ticks: [10, 100, 1_000, 10_000],
  };
  const points = spread(10, 10_000, true).map((n): [number, number] => [n, auditedShare(Math.round(n))]);
  const y = { label: 'share of them audited', ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], textOf: percents };
  return {
    title: 'How much is audited of a young record',
    x,
    y,
    series: [{ name: 'of all results so far', points }],
  };
}

const PLOTS: Readonly<Record<string, () => Plot>> = {
  'cheat-share': cheatShare,
  'audit-floor': auditFloor,
  stake: stakes,
  collusion,
  jurors,
  'audit-cost': auditCost,
};

export const PLOT_FOLDER = 'docs/trust/economics';

/** The plots of the page, by path. */
export const plotFiles = (): Map<string, string> =>
  new Map(Object.entries(PLOTS).map(([name, plot]) => [`${PLOT_FOLDER}/${name}.svg`, svgPlot(plot())]));
