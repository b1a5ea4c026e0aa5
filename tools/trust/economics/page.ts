import type { Network } from '#tools/contracts/jury/terms.ts';
import { type Tables, table } from '#tools/docs/tables.ts';
import { CAI_DOLLARS, CHECKING_CLIENTS, DEVICES, TASKS_PER_DAY } from '#tools/trust/economics/assumptions.ts';
import { ATTACKS, type Attack } from '#tools/trust/economics/attacks.ts';
import { keeps } from '#tools/trust/economics/bars.ts';
import {
  dearestPrice,
  leastConviction,
  leastDetection,
  leastStake,
  mostTasksPerDay,
} from '#tools/trust/economics/breakEven.ts';
import { expectedCycle, perThousandTasks } from '#tools/trust/economics/closedForm.ts';
import { leastChecking, wavesThrough } from '#tools/trust/economics/coordinators.ts';
import { courtTables } from '#tools/trust/economics/courtTables.ts';
import { DETECTION } from '#tools/trust/economics/detection.ts';
import { cycleProfit } from '#tools/trust/economics/estimate.ts';
import { amount, cai, share } from '#tools/trust/economics/figures.ts';
import {
  auditedShare,
  electricity,
  honestProfit,
  leastCaiDollars,
} from '#tools/trust/economics/honestWork.ts';
import { market } from '#tools/trust/economics/market.ts';
import type { Part, Rows } from '#tools/trust/economics/rows.ts';
import { DEAREST, taskPrices } from '#tools/trust/economics/taskPrices.ts';
import { defaultWorld, type Withheld } from '#tools/trust/economics/world.ts';
import { spotShare } from '#web/create/spot/spotShare.ts';

export const PAGE = 'docs/trust/economics.md';
const NETWORK: Network = 'main network';
const PLAYED = { cycles: 200, tasks: 150_000 };

/** The profit and what was played; of the testnet, whose rules are the same, the profit alone. */
function rowTable(
  { [NETWORK]: rows, testnet }: Readonly<Record<Network, Rows>>,
  part: Part,
  per: string,
): string {
  return table(
    ['', `main network, CAI ${per}`, 'played by a seed', 'a month', `testnet, CAI ${per}`, 'must be', 'is'],
    rows[part].map((row, i) => {
      const onTestnet = testnet[part][i]!;
      const { name, perMonth, played, bar } = row;
      const seen = played === undefined ? '—' : `${cai(played.mean)} ± ${cai(played.within)}`;
      const kept = keeps(row) && keeps(onTestnet) ? 'yes' : '**no**';
      return [name, cai(row.profit), seen, cai(perMonth), cai(onTestnet.profit), bar, kept];
    }),
  );
}

const TRUSTED: Attack = ATTACKS[1]!;

const limitTable = (): string =>
  table(
    [
      'attack on main network',
      'share of the work left out',
      'an audit finds it',
      'pays if an audit finds less than',
      'or a task pays more than (CAI)',
      'or a case convicts less often than',
      'or the bond is below (CAI)',
    ],
    ATTACKS.filter(
      ({ records, rebuilds, withholds, world }) =>
        records === undefined && rebuilds === undefined && withholds !== true && world === undefined,
    ).map((attack) => {
      const world = defaultWorld(NETWORK);
      return [
        attack.name,
        share(attack.skipped),
        share(DETECTION[attack.fault].withTrace),
        share(leastDetection(attack, world)),
        amount(dearestPrice(attack, world)),
        share(leastConviction(attack, world)),
        amount(leastStake(attack, world)),
      ];
    }),
  );

const RULES: readonly Withheld[] = ['unpaid', 'begins anew', 'computed again'];

const withheldTable = (): string =>
  table(
    ['CAI per 1,000 tasks, main network', ...RULES],
    ATTACKS.filter(({ withholds }) => withholds).map((attack) => [
      attack.name,
      ...RULES.map((withheld) =>
        cai(perThousandTasks(expectedCycle(attack, defaultWorld(NETWORK, { withheld })))),
      ),
    ]),
  );

const TASKS = [
  { name: 'dearest usual task', price: DEAREST.usual },
  { name: 'dearest task there is', price: DEAREST.largest },
];

const recordTable = (): string =>
  table(
    [
      'records cheated at once',
      ...TASKS.flatMap(({ name }) => [`${name}: today`, 'accused are audited in full']),
    ],
    [1, 2, 4, 8, 16, 64].map((records) => [
      `${records}`,
      ...TASKS.flatMap(({ price }) =>
        [false, true].map((auditsAccused) => {
          const world = defaultWorld(NETWORK, { price, auditsAccused, tasksPerDay: TASKS_PER_DAY.longest });
          return cai(cycleProfit({ ...TRUSTED, records }, world, PLAYED, records).mean);
        }),
      ),
    ]),
  );

const REBUILT: Attack = { ...TRUSTED, rebuilds: true, again: true };

const rebuiltTable = (): string =>
  table(
    ['tasks a day', ...TASKS.flatMap(({ name }) => [`${name}: today`, 'accused are audited in full'])],
    [50, 200, 1_000, 5_000, 20_000].map((tasksPerDay) => [
      tasksPerDay.toLocaleString('en'),
      ...TASKS.flatMap(({ price }) =>
        [false, true].map((auditsAccused) => {
          const world = defaultWorld(NETWORK, { price, auditsAccused, tasksPerDay });
          return cai(cycleProfit(REBUILT, world, PLAYED, tasksPerDay).mean);
        }),
      ),
    ]),
  );

const rateTable = (): string =>
  table(
    ['tasks', 'CAI each', 'pays from so many a day', 'that is CAI a day'],
    TASKS.map(({ name, price }) => {
      const tasks = mostTasksPerDay(TRUSTED, defaultWorld(NETWORK, { price }));
      return [name, cai(price), amount(tasks), amount(tasks === undefined ? undefined : tasks * price)];
    }),
  );

const marketTable = (): string =>
  table(
    [
      'miners that cheat',
      'an honest miner, CAI a month',
      'a cheat, CAI a month',
      'of all results audited',
      'wrong and paid',
    ],
    market(defaultWorld(NETWORK), [0, 0.001, 0.01, 0.1, 0.3]).map((mix) => [
      share(mix.cheating),
      cai(mix.honest.earned),
      cai(mix.cheat.earned),
      share(mix.audited),
      share(mix.wrong),
    ]),
  );

const workTable = (): string => {
  const world = defaultWorld(NETWORK);
  const measured = taskPrices().filter(({ model }) => model === 'icons128' || model === 'stories15m');
  return table(
    [
      'a usual task',
      'on',
      'CAI paid',
      'electricity, dollars',
      'pays if a CAI is worth',
      ...CAI_DOLLARS.map((d) => `dollars from 1,000 tasks, CAI at $${d}`),
    ],
    measured.flatMap((task) =>
      Object.values(DEVICES).map((device) => [
        `${task.model}, ${task.usualUnits} units`,
        device.name,
        cai(task.unitPrice * task.usualUnits),
        electricity(task, device).toPrecision(2),
        `$${leastCaiDollars(task, device, world).toPrecision(2)}`,
        ...CAI_DOLLARS.map((dollars) => (honestProfit(task, device, world, dollars) * dollars).toFixed(2)),
      ]),
    ),
  );
};

const auditTable = (): string =>
  table(
    ['results since the record began', 'audited'],
    [8, 160, 500, 1_000, 2_000, 6_000, 50_000].map((results) => [
      results.toLocaleString('en'),
      share(auditedShare(results)),
    ]),
  );

const priceTable = (): string =>
  table(
    ['model', 'CAI a unit', 'usual task, CAI', 'dearest task, CAI'],
    taskPrices().map(({ model, unitPrice, usualUnits, largestUnits }) => [
      model,
      cai(unitPrice),
      cai(unitPrice * usualUnits),
      cai(unitPrice * largestUnits),
    ]),
  );

const clientTable = (): string =>
  table(
    [
      ...['1,000 faked results of the', 'a page that can checks'],
      ...['CAI if nobody’s page can', `if one order in ${1 / CHECKING_CLIENTS} is on such a page`],
      'pays if it is less than',
    ],
    TASKS.map(({ name, price }) => {
      const world = defaultWorld(NETWORK, { price });
      return [
        ...[name, share(spotShare(price))],
        ...[cai(wavesThrough(world, 0)), cai(wavesThrough(world))],
        share(leastChecking(world)),
      ];
    }),
  );

/** The tables of docs/trust/economics.md. */
export const economicTables = (all: Readonly<Record<Network, Rows>>): Tables => ({
  miners: () => rowTable(all, 'miners', 'per 1,000 tasks'),
  jurors: () => rowTable(all, 'jurors', 'per 1,000 seats'),
  reports: () => rowTable(all, 'reports', 'a case'),
  coordinators: () => rowTable(all, 'coordinators', 'in all'),
  work: () => rowTable(all, 'work', 'per 1,000 tasks'),
  limits: limitTable,
  withheld: withheldTable,
  records: recordTable,
  rebuilt: rebuiltTable,
  rates: rateTable,
  ...courtTables,
  market: marketTable,
  electricity: workTable,
  audits: auditTable,
  prices: priceTable,
  clients: clientTable,
});
