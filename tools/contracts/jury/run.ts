/**
 * Computes what colluders can do to the juries of both public networks, and prints the tables of
 * docs/juries.md. Then plays some of the cases node by node, by the contract's own sortition, and compares.
 * Exits with 1 where a bar is missed, or where the two disagree. Run: `npm run contracts:jury`; with
 * `-- --write` it writes the tables into the page. Takes two minutes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { agreementOf } from '#tools/contracts/jury/agreement.ts';
import { attackRows, READINGS } from '#tools/contracts/jury/attackTable.ts';
import {
  BAR_TURNOUT,
  holds,
  isPromised,
  MOST_CONVICTED,
  missesOf,
  PROMISED,
} from '#tools/contracts/jury/bars.ts';
import type { Play } from '#tools/contracts/jury/monteCarlo.ts';
import { JURY_TABLES, PAGE, percent } from '#tools/contracts/jury/page.ts';
import { type Network, TERMS } from '#tools/contracts/jury/terms.ts';
import { wilson } from '#tools/contracts/jury/wilson.ts';
import { withTables } from '#tools/docs/tables.ts';

const HALF = 0.5;
/** Each number of nodes up to this one is tried; the chances hardly change above it. */
const EACH_SIZE_TO = 400;
/** Without a hit, so many cases bound a probability to 0.096 %: below the bar of 0.1 %. */
const BOUNDING = 4_000;

/** Fewer samples where a case takes longer. */
const PLAYS: readonly ({ network: Network } & Omit<Play, 'terms'>)[] = [
  {
    network: 'main network',
    nodes: 10,
    split: 'minimums',
    accused: 'honest',
    turnout: BAR_TURNOUT,
    reading: 'share',
    samples: BOUNDING,
  },
  {
    network: 'testnet',
    nodes: 30,
    split: 'tenths',
    accused: 'honest',
    turnout: BAR_TURNOUT,
    reading: 'node',
    samples: BOUNDING,
  },
  {
    network: 'testnet',
    nodes: 10,
    split: 'worst',
    accused: 'guilty',
    turnout: BAR_TURNOUT,
    reading: 'node',
    samples: 2_000,
  },
  {
    network: 'testnet',
    nodes: 100,
    split: 'minimums',
    accused: 'guilty',
    turnout: BAR_TURNOUT,
    reading: 'node',
    samples: 1_000,
  },
  {
    network: 'testnet',
    nodes: 10,
    split: 'tenths',
    accused: 'honest',
    turnout: HALF,
    reading: 'node',
    samples: 2_000,
  },
  {
    network: 'testnet',
    nodes: 1_000,
    split: 'tenths',
    accused: 'guilty',
    turnout: BAR_TURNOUT,
    reading: 'node',
    samples: 300,
  },
];

/** The upper end of the interval that holds the probability in 95 of 100 plays. */
const surelyAtMost = (hits: number, samples: number) => wilson(hits, samples, 1.96)[1];

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

for (const [name, render] of Object.entries(JURY_TABLES)) console.log(`\n${name}\n${render()}`);
if (values.write) writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), JURY_TABLES));

const networks = Object.keys(TERMS) as Network[];
const missed = networks.flatMap((network) => attackRows(network).filter(isPromised).flatMap(missesOf));
for (const network of networks) {
  for (const reading of READINGS) {
    for (let nodes = PROMISED[network][reading]; nodes <= EACH_SIZE_TO; nodes++) {
      if (!holds(network, reading, nodes)) missed.push(`${network}, ${nodes} nodes, ${reading} reading`);
    }
  }
}

console.log('\nThe same, played node by node:');
for (const { network, ...rest } of PLAYS) {
  const { samples, nodes, split, accused, turnout, reading } = rest;
  const agreements = agreementOf({ ...rest, terms: TERMS[network] });
  const title = `${network}, ${nodes} nodes, ${accused} accused, split: ${split}`;
  console.log(`${title}, ${100 * turnout} % turnout by ${reading}, ${samples} cases`);
  console.table(
    agreements.map(({ end, hits, exact, interval: [low, high], agrees }) => ({
      end,
      hits,
      exact: percent(exact),
      interval: `${percent(low)} .. ${percent(high)}`,
      agrees,
      '95 % sure: at most': percent(surelyAtMost(hits, samples)),
    })),
  );
  if (!agreements.every(({ agrees }) => agrees)) missed.push(`${title}: the play disagrees with the sums`);
  const convicted = surelyAtMost(agreements.find(({ end }) => end === 'colluders')!.hits, samples);
  if (samples >= BOUNDING && convicted > MOST_CONVICTED)
    missed.push(`${title}: convicted up to ${convicted}`);
}
if (missed.length > 0) {
  console.error(`Missed: ${missed.join('; ')}.`);
  process.exit(1);
}
