import { describe, expect, it } from 'vitest';
import { type Fate, fateLine, fatesIn, logHead } from './fate.ts';

const FATES: Fate[] = [
  { id: 3, died: true, by: 'contracts/test/staking/Vote.t.sol:test_votes' },
  { id: 12, died: true, by: '' },
  { id: 7, died: false, by: '' },
];
const mutant = (id: number) => ({
  id,
  file: 'contracts/src/A.sol',
  line: 9,
  name: 'a (b)',
  original: 'f(x)',
});
const LOG = [logHead('abc'), ...FATES.map((fate) => fateLine(fate, mutant(fate.id)))].join('\n');

describe('the log of a mutation test', () => {
  it('gives back the fates that were written', () => {
    expect(fatesIn(`${LOG}\n`, 'abc', 'a.log')).toEqual(FATES);
  });

  it('leaves out a line that was not written to its end', () => {
    expect(fatesIn(LOG, 'abc', 'a.log')).toEqual(FATES.slice(0, 2));
  });

  it('says what the mutant was and which test it died of', () => {
    expect(fateLine(FATES[0]!, mutant(3))).toBe(
      '#3 died (contracts/test/staking/Vote.t.sol:test_votes) contracts/src/A.sol:9 a (b): f(x)',
    );
  });

  it.each(['', `${LOG}\n`])('refuses a log of something else', (log) => {
    expect(() => fatesIn(log, 'abd', 'a.log')).toThrow('a.log is of other contracts');
  });
});
