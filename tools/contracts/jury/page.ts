import { type AttackRow, attackRows, TURNOUTS } from '#tools/contracts/jury/attackTable.ts';
import { PROMISED } from '#tools/contracts/jury/bars.ts';
import { SPLITS } from '#tools/contracts/jury/network.ts';
import { CHOICES, failureUnder } from '#tools/contracts/jury/ruleTable.ts';
import { smallestJury } from '#tools/contracts/jury/smallestJury.ts';
import { BPS, jurySizes, type Network, type SortitionTerms, TERMS } from '#tools/contracts/jury/terms.ts';
import { settledAtOnce, undisputedVotes } from '#tools/contracts/jury/undisputed.ts';
import { type Tables, table } from '#tools/docs/tables.ts';

export const PAGE = 'docs/juries.md';
/** Smaller probabilities are not told apart. */
const NEGLIGIBLE = 1e-7;
const ALMOST_ALL = 0.99;

/** A probability in percent, with two significant digits. */
export function percent(probability: number): string {
  if (probability < NEGLIGIBLE) return '< 0.00001 %';
  if (probability > ALMOST_ALL) return '> 99 %';
  const value = 100 * probability;
  // Of the rounded value, because 0.0999 % has one decimal less once it is 0.10 %.
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(Number(value.toPrecision(2)))));
  return `${value.toFixed(decimals)} %`;
}

const quorum = ({ quorumBps }: SortitionTerms) => `${(100 * quorumBps) / BPS} %`;

const termsTable = () =>
  table(
    ['network', 'juries (seats on average)', 'quorum', 'undisputed: votes', 'settled by the first jury'],
    Object.entries(TERMS).map(([network, terms]) => [
      network,
      jurySizes(terms).join(', '),
      quorum(terms),
      undisputedVotes(terms).toFixed(0),
      percent(settledAtOnce(terms)),
    ]),
  );

const holdsTable = () =>
  table(
    ['network', 'read by share', 'read by node'],
    Object.entries(PROMISED).map(([network, { share, node }]) => [
      network,
      `from ${share} nodes on`,
      `from ${node} nodes on`,
    ]),
  );

const HEAD = [
  'nodes',
  'turnout',
  'read by',
  'honest convicted',
  ...SPLITS.map((split) => `guilty escapes: ${split}`),
  'colluders away',
  'votes',
];

export const cellsOf = (row: AttackRow): string[] => [
  row.nodes.toLocaleString('en'),
  `${100 * row.turnout} %`,
  row.reading,
  percent(row.convicted),
  ...SPLITS.map((split) => percent(row.escapes[split])),
  percent(row.escapesUnfilled),
  row.votes.toFixed(0),
];

export const attackTable = (network: Network): string => table(HEAD, attackRows(network).map(cellsOf));

const ruleTable = () =>
  table(
    [
      'the quorum counts',
      ...TURNOUTS.flatMap((turnout) => [
        `honest convicted, ${100 * turnout} % turnout`,
        `guilty escapes, ${100 * turnout} % turnout`,
      ]),
    ],
    CHOICES.map(({ name, rules }) => [
      name,
      ...TURNOUTS.flatMap((turnout) => [
        percent(failureUnder(rules, 'honest', turnout)),
        percent(failureUnder(rules, 'guilty', turnout)),
      ]),
    ]),
  );

const smallestTable = () =>
  table(
    ['nodes', 'smallest last jury', 'its lowest quorum'],
    [10, 1_000].map((nodes) => {
      const terms = smallestJury(nodes);
      return [nodes.toLocaleString('en'), `${terms.seats} seats`, quorum(terms)];
    }),
  );

/** The tables of docs/juries.md. */
export const JURY_TABLES: Tables = {
  terms: termsTable,
  holds: holdsTable,
  rules: ruleTable,
  smallest: smallestTable,
  testnet: () => attackTable('testnet'),
  mainNetwork: () => attackTable('main network'),
};
