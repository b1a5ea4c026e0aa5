/**
 * Computes what honest work and each attack earn at the default parameters, plays them by a seed, and draws
 * the plots of docs/trust/economics.md. Exits with 1 where an attack pays, honest work does not, or what was
 * played does not fit the sums. Run: `npm run trust:economics`; with `-- --write` it writes the page's
 * tables and plots. Takes ten seconds.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Network } from '#tools/contracts/jury/terms.ts';
import { withTables } from '#tools/docs/tables.ts';
import { disagreeing, MOST_AUDITED, missed } from '#tools/trust/economics/bars.ts';
import { cai } from '#tools/trust/economics/figures.ts';
import { AGED } from '#tools/trust/economics/honestWork.ts';
import { economicTables, PAGE } from '#tools/trust/economics/page.ts';
import { PLOT_FOLDER, plotFiles } from '#tools/trust/economics/plots.ts';
import { FULL, type Rows, rowsOf } from '#tools/trust/economics/rows.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

const all: Record<Network, Rows> = {
  testnet: rowsOf('testnet', FULL),
  'main network': rowsOf('main network', FULL),
};
const tables = economicTables(all);
for (const [name, render] of Object.entries(tables)) console.log(`\n${name}\n${render()}`);
if (values.write) {
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), tables));
  mkdirSync(PLOT_FOLDER, { recursive: true });
  for (const [path, svg] of plotFiles()) writeFileSync(path, svg);
}

const networks = Object.entries(all);
const count = networks.reduce((sum, [, rows]) => sum + Object.values(rows).flat().length, 0);
const wrong = networks.flatMap(([network, rows]) =>
  disagreeing(rows).map(({ name }) => `${network}, ${name}: what was played does not fit the sum`),
);
const bars = networks.flatMap(([network, rows]) =>
  missed(rows).map(({ name, profit, bar }) => `${network}, ${name}: ${cai(profit)} CAI, should be ${bar}`),
);
if (AGED > MOST_AUDITED) wrong.push(`${AGED} of the results of old records are audited`);
console.log(`\n${count - bars.length} of ${count} bars kept.`);
for (const sentence of [...bars, ...wrong]) console.log(`Missed: ${sentence}.`);
if (bars.length + wrong.length > 0) process.exit(1);
