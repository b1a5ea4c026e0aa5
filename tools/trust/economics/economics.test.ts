import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { auditShareOf, LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { caseOutcome, failure, RULES } from '#tools/contracts/jury/caseOutcome.ts';
import { poolOf } from '#tools/contracts/jury/network.ts';
import { type Network, TERMS } from '#tools/contracts/jury/terms.ts';
import { withTables } from '#tools/docs/tables.ts';
import {
  AUDIT_SECONDS,
  DAY_S,
  HELD_RESULTS,
  NODES,
  REST_DAYS,
  TURNOUT,
} from '#tools/trust/economics/assumptions.ts';
import { ATTACKS, type Attack } from '#tools/trust/economics/attacks.ts';
import { disagreeing, keeps, missed } from '#tools/trust/economics/bars.ts';
import {
  breakEven,
  dearestPrice,
  leastConviction,
  leastDetection,
  leastStake,
  mostTasksPerDay,
} from '#tools/trust/economics/breakEven.ts';
import { caseOdds } from '#tools/trust/economics/caseOdds.ts';
import { expectedCycle, perThousandTasks } from '#tools/trust/economics/closedForm.ts';
import { agrees, cycleProfit, outlookOf } from '#tools/trust/economics/estimate.ts';
import { auditedShare } from '#tools/trust/economics/honestWork.ts';
import { market } from '#tools/trust/economics/market.ts';
import { economicTables, PAGE } from '#tools/trust/economics/page.ts';
import { meanPenalty, penaltyOf, slashOf } from '#tools/trust/economics/penalty.ts';
import { plotFiles } from '#tools/trust/economics/plots.ts';
import { caseGas, endsOf, expectedReport, isRefused, REPORTS } from '#tools/trust/economics/reporters.ts';
import { FULL, type Row, type Rows, rowsOf } from '#tools/trust/economics/rows.ts';
import { SeededRandom } from '#tools/trust/economics/seededRandom.ts';
import { DEAREST, taskPrices } from '#tools/trust/economics/taskPrices.ts';
import { defaultWorld, sharesAbove } from '#tools/trust/economics/world.ts';

const WORLD = defaultWorld('main network');
const TRUSTED = ATTACKS[1]!;
const ALL: Record<Network, Rows> = {
  testnet: rowsOf('testnet', FULL),
  'main network': rowsOf('main network', FULL),
};

describe('at the defaults', () => {
  it.each(Object.entries(ALL))('every bar is kept on %s', (_, rows) => {
    expect(missed(rows)).toEqual([]);
  });

  it.each(Object.entries(ALL))('what is played on %s fits the exact sums', (_, rows) => {
    expect(disagreeing(rows)).toEqual([]);
  });

  it('audits of old records are a twentieth of the work', () => {
    expect(auditShareOf(Infinity)).toBe(0.05);
    expect(auditedShare(8)).toBe(1);
    expect(auditedShare(10_000_000)).toBeCloseTo(0.05, 4);
  });
});

describe('what was played', () => {
  it('does not fit the sum of another world', () => {
    const { perThousandTasks: played } = outlookOf(TRUSTED, WORLD, { cycles: 500, tasks: 50_000 }, 1);
    const other = perThousandTasks(expectedCycle(TRUSTED, { ...WORLD, convicts: 0.8 }));
    expect(agrees(played, other)).toBe(false);
  });

  it('is the same for the same seed', () => {
    const draw = (seed: number) => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 9 }, () => random.next());
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});

describe('the sum', () => {
  it('of a trusted miner that fakes all is 1/p − 1 results for one penalty', () => {
    const world = { ...WORLD, tasksPerDay: 1e-9, convicts: 1 };
    const attack: Attack = { ...TRUSTED, detection: { withTrace: 1, withoutTrace: 1 } };
    // One result more is signed while the first is audited.
    const faked = 1 / LEAST_AUDITED - 1 + (1 - LEAST_AUDITED);
    const expected = faked * world.price - meanPenalty(world, 1, 1, LEAST_AUDITED);
    expect(expectedCycle(attack, world).profit).toBeCloseTo(expected, 6);
  });

  it('uses the product’s own share of audits', () => {
    for (let accepted = 0; accepted <= 1_000; accepted++)
      expect(sharesAbove(LEAST_AUDITED)(accepted)).toBe(auditShareOf(accepted));
    expect(WORLD.shareOf).toBe(auditShareOf);
  });
});

describe('a month of the network', () => {
  const [honest, mixed] = market(WORLD, [0, 0.1]);

  it('audits honest miners as the record says, and a little more for false alarms', () => {
    const { audits, results } = honest!.honest;
    expect(results).toBe(6_000);
    const plain = auditedShare(results);
    expect(audits / results).toBeGreaterThan(plain * 0.97);
    expect(audits / results).toBeLessThan(plain * 1.2);
    expect(honest!.wrong).toBe(0);
  });

  it('lets through the results before the first audit that finds something', () => {
    const { slipped, cases } = mixed!.cheat;
    expect(slipped / cases).toBeGreaterThan(17);
    expect(slipped / cases).toBeLessThan(21);
    expect(mixed!.cheat.earned).toBeLessThan(0);
  });
});

describe('a penalty', () => {
  it.each([
    [0, 0],
    [1, 4_000],
    [2, 6_000],
    [3, 6_000],
  ])('of %i convictions in a cool-down takes %i of 20,000 CAI', (convictions, taken) => {
    expect(slashOf(WORLD, convictions)).toBe(taken);
  });

  it('costs the emission of a cool-down too', () => {
    // 5 % a year of the 16,000 that are left, for 28 days.
    expect(penaltyOf(WORLD, 1)).toBeCloseTo(4_000 + (16_000 * 0.05 * 28) / 365, 9);
  });
});

describe('the courts', () => {
  it.each(['guilty', 'honest'] as const)('are those of the jury’s page, %s accused', (accused) => {
    const court = { network: 'main network', nodes: NODES, colluding: 0.3, turnout: TURNOUT } as const;
    const outcome = caseOutcome({
      ...{ pool: poolOf(NODES, 'worst', accused), terms: TERMS['main network'], turnout: TURNOUT },
      ...{ reading: 'node', strategy: 'vote', rules: RULES },
    });
    const odds = caseOdds({ ...court, accused });
    const failed = accused === 'guilty' ? 1 - odds.wrong : odds.wrong;
    expect(failed).toBeCloseTo(failure(outcome, accused), 9);
    expect(odds.right + odds.wrong + odds.none).toBeCloseTo(1, 9);
  });

  it('pay a right report a tenth of the slash, less as the cap is used up', () => {
    const convicted = REPORTS.filter(({ accused }) => accused === 'guilty').map(
      (report) => endsOf(report, WORLD).convicted + caseGas(),
    );
    expect(convicted).toEqual([400, 200, -120]);
  });

  it.each(['main network', 'testnet'] as const)('of %s open no right report that loses money', (network) => {
    const world = defaultWorld(network);
    for (let earlier = 0; earlier < 9; earlier++) {
      const report = { ...REPORTS[0]!, earlier };
      expect(isRefused(report, world)).toBe(earlier >= 2);
      if (earlier < 2) expect(expectedReport(report, world)).toBeGreaterThan(0);
    }
  });

  it('open a case of a node in jail that just pays the first jury', () => {
    const report = { ...REPORTS[0]!, earlier: 1 };
    const { terms } = WORLD.parameters.courts;
    const least = (2 * terms.seats * Number(terms.pay)) / 1e18;
    // The cap is 30 %, and a conviction takes 20.
    const worldOf = (left: number) => ({ ...WORLD, stake: 10 * left });
    expect([0.999, 1.001].map((part) => isRefused(report, worldOf(part * least)))).toEqual([true, false]);
  });
});

describe('withholding the trace', () => {
  const withheld = ATTACKS.filter(({ withholds }) => withholds);
  it.each(withheld)('does not pay if the result is computed again: $name', (attack) => {
    const profits = (['unpaid', 'begins anew', 'computed again'] as const).map(
      (rule) => expectedCycle(attack, { ...WORLD, withheld: rule }).profit,
    );
    expect(profits.map(Math.sign)).toEqual([1, 1, -1]);
  });
});

describe('a break-even point', () => {
  it.each([
    ['price', dearestPrice, (x: number) => expectedCycle(TRUSTED, { ...WORLD, price: x }), 1],
    ['stake', leastStake, (x: number) => expectedCycle(TRUSTED, { ...WORLD, stake: x }), -1],
    ['conviction', leastConviction, (x: number) => expectedCycle(TRUSTED, { ...WORLD, convicts: x }), -1],
    ['rate', mostTasksPerDay, (x: number) => expectedCycle(TRUSTED, { ...WORLD, tasksPerDay: x }), 1],
    [
      'detection',
      leastDetection,
      (x: number) => expectedCycle({ ...TRUSTED, detection: { withTrace: x, withoutTrace: x } }, WORLD),
      -1,
    ],
  ] as const)('of the %s is where the profit changes its sign', (_, find, cycleAt, above) => {
    const point = find(TRUSTED, WORLD)!;
    expect(Math.sign(cycleAt(point * 1.01).profit)).toBe(above);
    expect(Math.sign(cycleAt(point / 1.01).profit)).toBe(-above);
  });

  it('is missing where the profit keeps its sign', () => {
    expect(breakEven((x) => x, 1, 10)).toBeUndefined();
    expect(breakEven((x) => 3 - x, 1, 10)).toBeCloseTo(3, 9);
  });
});

describe('the smallest changes end their findings', () => {
  it.each(ATTACKS.filter(({ records, rebuilds }) => records === 16 || rebuilds))(
    'auditing the accused in full: $name',
    (attack) => {
      const world = defaultWorld('main network', attack.world);
      const profits = [false, true].map((auditsAccused) => {
        const { mean } = cycleProfit(attack, { ...world, auditsAccused }, { cycles: 100, tasks: 1e6 }, 3);
        return Math.sign(mean);
      });
      expect(profits).toEqual([1, -1]);
    },
  );
});

describe('keeps', () => {
  const row = (profit: number, bar: Row['bar'], within?: number): Row => ({
    ...{ name: '', profit, perMonth: profit, bar, isExact: within === undefined },
    ...(within !== undefined && { played: { mean: profit, within } }),
  });
  it.each([
    ['an attack that earns nothing', row(0, 'below 0'), true],
    ['an attack that earns a little', row(1e-9, 'below 0'), false],
    ['work that earns nothing', row(0, 'above 0'), false],
    ['work that earns a little', row(1e-9, 'above 0'), true],
    ['a report that costs nothing', row(0, 'not below 0'), true],
    ['a report that costs a little', row(-1e-9, 'not below 0'), false],
    ['an attack whose play may be off as much as it loses', row(-5, 'below 0', 5), true],
    ['an attack whose play may be off by more', row(-5, 'below 0', 5.1), false],
  ])('judges %s', (_, judged, kept) => {
    expect(keeps(judged)).toBe(kept);
  });
});

/** The number that a file gives a constant; importing these files would take seconds. */
const constantIn = (path: string, name: string): number =>
  Number(
    readFileSync(path, 'utf8')
      .match(new RegExp(`const ${name} = ([\\d_]+);`))![1]!
      .replaceAll('_', ''),
  );

describe('what is assumed', () => {
  it.each([
    ['src/miner/tasks/assignmentIntake.ts', 'MOST_HELD', HELD_RESULTS],
    ['src/coordinator/scheduler/minerRecord.ts', 'LONGEST_REST_S', REST_DAYS * DAY_S],
  ])('is what %s has: %s', (path, name, assumed) => {
    expect(constantIn(path, name)).toBe(assumed);
  });

  it('leaves an audit the time of two traces', () => {
    const termMs = constantIn('src/coordinator/audit/trust.ts', 'TRACE_TERM_MS');
    expect(AUDIT_SECONDS).toBeGreaterThan((2 * termMs) / 1_000);
  });
});

describe('prices', () => {
  it('are those of the manifests', () => {
    const icons = taskPrices().find(({ model }) => model === 'icons128')!;
    expect(icons.unitPrice * icons.usualUnits).toBeCloseTo(0.4, 12);
    expect(DEAREST.largest).toBeGreaterThan(DEAREST.usual);
  });
});

describe('docs/trust/economics.md', () => {
  it('has the tables that `npm run trust:economics -- --write` writes', () => {
    const page = readFileSync(PAGE, 'utf8');
    expect(page).toBe(withTables(page, economicTables(ALL)));
  });

  it('has its plots', () => {
    const page = readFileSync(PAGE, 'utf8');
    for (const [path, svg] of plotFiles()) {
      expect(readFileSync(path, 'utf8')).toBe(svg);
      expect(page).toContain(path.slice('docs/trust/'.length));
    }
  });
});
