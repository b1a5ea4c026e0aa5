import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roundsFor, unitsAndStateful } from './testRounds.ts';

const VOTE = 'contracts/test/staking/Vote.t.sol';
const RATES = 'contracts/test/attacks/Rewards.t.sol';
const SLOW = 'contracts/test/attacks/Stake.t.sol';
const CAI = 'contracts/test/CAI.t.sol';
const BOOKS = 'contracts/test/invariant/Staking.invariant.t.sol';
const REPLAY = 'contracts/test/differential/Differential.t.sol';
const ALL = [CAI, RATES, SLOW, REPLAY, BOOKS, VOTE];

const SOURCES = resolve(import.meta.dirname, '../../../contracts/src');
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.sol'),
);

describe('roundsFor', () => {
  it('runs the nearest fast tests first, the stateful ones last', () => {
    expect(roundsFor('contracts/src/staking/Pools.sol', ALL)).toEqual([
      { files: [RATES, VOTE] },
      { files: [CAI, SLOW] },
      { files: [REPLAY, BOOKS] },
    ]);
  });

  it('runs before all others the test that killed the mutant last time', () => {
    const all = roundsFor('contracts/src/staking/Pools.sol', ALL, `${BOOKS}:invariant_books`);
    expect(all[0]).toEqual({ files: [BOOKS], only: 'invariant_books' });
    expect(all.slice(1)).toEqual(roundsFor('contracts/src/staking/Pools.sol', ALL));
  });

  it('runs a whole file whose tests could not begin', () => {
    expect(roundsFor('contracts/src/CAI.sol', ALL, `${VOTE}:setUp`)[0]).toEqual({ files: [VOTE] });
  });

  it.each([undefined, 'contracts/test/Gone.t.sol:test_gone'])(
    'needs no killer that is there: %s',
    (killer) => {
      expect(roundsFor('contracts/src/CAI.sol', ALL, killer)[0]).toEqual({ files: [CAI] });
    },
  );

  it.each(sources)('runs every test for %s, each file once', (file) => {
    const files = roundsFor(`contracts/src/${file}`, ALL).flatMap((round) => round.files);
    expect(files.sort()).toEqual(ALL);
  });
});

describe('unitsAndStateful', () => {
  it('divides all tests in two', () => {
    expect(unitsAndStateful(ALL)).toEqual([{ files: [CAI, RATES, SLOW, VOTE] }, { files: [REPLAY, BOOKS] }]);
  });
});
