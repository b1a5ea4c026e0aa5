import { type CaseRules, caseOutcome, failure } from '#tools/contracts/jury/caseOutcome.ts';
import { type Accused, poolOf } from '#tools/contracts/jury/network.ts';
import { TERMS } from '#tools/contracts/jury/terms.ts';

/** What the contract might have done instead; the first is what it does. */
export const CHOICES: readonly { name: string; rules: CaseRules }[] = [
  {
    name: 'agreeing seats, the last jury decides (the contract)',
    rules: { quorum: 'agreeing', last: 'last decides' },
  },
  {
    name: 'agreeing seats, an earlier verdict stands',
    rules: { quorum: 'agreeing', last: 'earlier stands' },
  },
  { name: 'seats that voted, the last jury decides', rules: { quorum: 'voted', last: 'last decides' } },
  { name: 'seats that voted, an earlier verdict stands', rules: { quorum: 'voted', last: 'earlier stands' } },
];

/** The network on which the choices are compared. */
export const COMPARED = { network: 'main network', nodes: 10 } as const;

/** The failure of a rule under main network's terms, if exactly this share of the honest weight votes. */
export function failureUnder(rules: CaseRules, accused: Accused, turnout: number): number {
  const outcome = caseOutcome({
    pool: poolOf(COMPARED.nodes, 'worst', accused),
    terms: TERMS[COMPARED.network],
    turnout,
    reading: 'share',
    strategy: 'best',
    rules,
  });
  return failure(outcome, accused);
}
