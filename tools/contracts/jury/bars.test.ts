import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAINNET, TESTNET } from '#devnet/chain/parameters.ts';
import { attackRow, READINGS, SIZES } from '#tools/contracts/jury/attackTable.ts';
import {
  BAR_TURNOUT,
  holds,
  isPromised,
  MOST_CONVICTED,
  MOST_ESCAPES,
  missesOf,
  PROMISED,
} from '#tools/contracts/jury/bars.ts';
import { failure, type Reading } from '#tools/contracts/jury/caseOutcome.ts';
import { JURY_TABLES, PAGE, percent } from '#tools/contracts/jury/page.ts';
import { mostOpenings, type Network } from '#tools/contracts/jury/terms.ts';
import { withTables } from '#tools/docs/tables.ts';

const NETWORKS = Object.keys(PROMISED) as Network[];
const FEWEST = NETWORKS.flatMap((network) =>
  Object.entries(PROMISED[network]).map(([reading, nodes]) => [network, reading as Reading, nodes] as const),
);

describe('the default terms', () => {
  it.each(NETWORKS)('keep to both bars on %s for the promised sizes', (network) => {
    // Half turnout is never promised, and the page's test computes it anyway.
    const promised = SIZES.flatMap((nodes) =>
      READINGS.map((reading) => attackRow({ network, nodes, turnout: BAR_TURNOUT, reading })),
    ).filter(isPromised);
    expect(promised.length).toBeGreaterThan(5);
    expect(promised.flatMap(missesOf)).toEqual([]);
  });

  it.each(FEWEST)('keep to them on %s, read by %s, from %i nodes on, and not with one less', (...fewest) => {
    const [network, reading, nodes] = fewest;
    expect([-1, 0, 1].map((more) => holds(network, reading, nodes + more))).toEqual([false, true, true]);
  });

  it.each([
    ['testnet', TESTNET],
    ['main network', MAINNET],
  ])('leave no time on %s to open a case again that was appealed to the end', (_, parameters) => {
    expect(mostOpenings(parameters)).toBe(1);
  });

  it('would leave it if the report window were as long as a case, and a second longer', () => {
    const { staking } = MAINNET;
    const longer = { ...MAINNET, staking: { ...staking, coolDownSeconds: staking.coolDownSeconds + 1n } };
    expect(mostOpenings(longer)).toBe(2);
  });
});

describe('missesOf', () => {
  const row = attackRow({ network: 'testnet', nodes: 100, turnout: BAR_TURNOUT, reading: 'share' });
  const above = (bar: number) => bar * (1 + 1e-9);

  it('accepts what is just at the bars', () => {
    const escapes = { ...row.escapes, worst: MOST_ESCAPES, tenths: MOST_ESCAPES };
    const atBars = { ...row, convicted: MOST_CONVICTED, escapes, escapesUnfilled: MOST_ESCAPES };
    expect(missesOf(atBars)).toEqual([]);
  });

  it.each([
    ['a conviction', { convicted: above(MOST_CONVICTED) }, 'convicted'],
    ['one split', { escapes: { ...row.escapes, tenths: above(MOST_ESCAPES) } }, 'escapes'],
    ['colluders that stay away', { escapesUnfilled: above(MOST_ESCAPES) }, 'escapes'],
  ])('finds what is just above, by %s', (_, change, miss) => {
    expect(missesOf({ ...row, ...change })).toEqual([expect.stringContaining(miss)]);
  });
});

describe('isPromised', () => {
  const row = attackRow({ network: 'testnet', nodes: 10, turnout: BAR_TURNOUT, reading: 'share' });

  it.each([
    ['the fewest nodes', {}, true],
    ['one less', { nodes: 9 }, false],
    ['the other reading, which needs more', { reading: 'node' as const }, false],
    ['half the turnout', { turnout: 0.5 }, false],
  ])('judges a row of %s', (_, change, promised) => {
    expect(isPromised({ ...row, ...change })).toBe(promised);
  });
});

describe('failure', () => {
  const outcome = { colluders: 0.1, honest: 0.4, none: 0.5 };

  it.each([
    ['honest', 0.1],
    ['guilty', 0.1 + 0.5],
  ] as const)('counts the failures of a jury that tries somebody %s', (accused, expected) => {
    expect(failure(outcome, accused)).toBeCloseTo(expected, 12);
  });
});

describe('docs/juries.md', () => {
  it('has the tables that `npm run contracts:jury -- --write` writes', () => {
    const page = readFileSync(PAGE, 'utf8');
    expect(page).toBe(withTables(page, JURY_TABLES));
  });

  it.each([
    [0.123456, '12 %'],
    [0.00999, '1.0 %'],
    [0.000999, '0.10 %'],
    [0.0000012, '0.00012 %'],
    [0.00000009, '< 0.00001 %'],
    [0.995, '> 99 %'],
  ])('prints a probability of %f as %s', (probability, text) => {
    expect(percent(probability)).toBe(text);
  });
});
