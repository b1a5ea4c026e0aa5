import { expect, it } from 'vitest';
import { isFinal, juryOutcomeOf, type SettledJury } from '#miner/jury/juryOutcome.ts';
import type { JuryOutcome } from '#miner/status/minerStatus.ts';
import { TERMS } from '#miner/testing/courthouse.ts';

/** A jury has 8 seats on average; one is paid 10 wei, or fined 20, or 60 with a vote, within 100 seconds. */
const settled: SettledJury = {
  ...{ terms: TERMS, round: 0, verdict: 'wrong', settledAt: 1_000, seats: 3, isFined: false },
  jury: { votes: { right: 0, wrong: 8, unavailable: 0 } },
  ...{ ballot: { finding: 'wrong', isPaid: false, isSealed: true }, nowSeconds: 1_000 },
};
const voted = (finding: SettledJury['ballot']['finding'], isPaid = false) => ({
  ballot: { finding, isPaid, isSealed: true },
});
const ABSENT = { ballot: { finding: undefined, isPaid: false, isSealed: false } };
const votes = (wrong: number) => ({ jury: { votes: { right: 0, wrong, unavailable: 0 } } });

const cases: [string, Partial<SettledJury>, Partial<JuryOutcome>][] = [
  ['agreed with the verdict', {}, { result: 'owed', amountWei: '30' }],
  ['was paid', voted('wrong', true), { result: 'paid', amountWei: '30' }],
  ['shares the pay of a jury with too many seats', votes(9), { result: 'owed', amountWei: '24' }],
  ['sat on a larger jury', { round: 1, ...votes(32) }, { result: 'owed', amountWei: '30' }],
  ['found the opposite', voted('right'), { result: 'finable', amountWei: '180' }],
  ['did not open its vote', voted(undefined), { result: 'finable', amountWei: '180' }],
  ['did not vote', ABSENT, { result: 'finable', amountWei: '60' }],
  ['was fined', { ...voted('right'), isFined: true }, { result: 'fined', amountWei: '180' }],
  ['can be fined for another second', { ...voted('right'), nowSeconds: 1_099 }, { result: 'finable' }],
  ['was not fined in time', { ...voted('right'), nowSeconds: 1_100 }, { result: 'none', amountWei: '0' }],
  ['had no evidence', voted('unavailable'), { result: 'none', amountWei: '0' }],
  ['got no verdict', { verdict: undefined }, { result: 'none', amountWei: '0', verdict: null }],
];

it.each(cases)('a juror that %s', (_, change, outcome) => {
  expect(juryOutcomeOf({ ...settled, ...change })).toMatchObject(outcome);
});

it.each([
  ['paid', true],
  ['fined', true],
  ['none', true],
  ['owed', false],
  ['finable', false],
] as const)('an outcome of %s is final: %s', (result, final) => {
  expect(isFinal({ verdict: 'right', result, amountWei: '0' })).toBe(final);
});
