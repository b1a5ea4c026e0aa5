import { BAR_TURNOUT, MOST_CONVICTED, MOST_ESCAPES } from '#tools/contracts/jury/bars.ts';
import { caseOutcome, failure, RULES } from '#tools/contracts/jury/caseOutcome.ts';
import { type Accused, poolOf } from '#tools/contracts/jury/network.ts';
import type { SortitionTerms } from '#tools/contracts/jury/terms.ts';

const SEATS_STEP = 12;
const BPS_STEP = 50;
const LEAST_BPS = 3_000;
const MOST_BPS = 6_000;

/**
 * The smallest last jury that keeps to both bars if exactly the promised share of the weight votes. Earlier
 * juries don't count, as the last decides.
 * @param nodes of the network
 * @returns with the lowest quorum that does
 */
export function smallestJury(nodes: number): SortitionTerms {
  const pools = { honest: poolOf(nodes, 'worst', 'honest'), guilty: poolOf(nodes, 'worst', 'guilty') };
  const failureOf = (accused: Accused, terms: SortitionTerms) => {
    const attack = { pool: pools[accused], terms, turnout: BAR_TURNOUT, rules: RULES };
    return failure(caseOutcome({ ...attack, reading: 'share', strategy: 'vote' }), accused);
  };
  for (let seats = SEATS_STEP; ; seats += SEATS_STEP) {
    for (let quorumBps = LEAST_BPS; quorumBps <= MOST_BPS; quorumBps += BPS_STEP) {
      const terms = { seats, growth: 1, juries: 1, quorumBps };
      if (failureOf('honest', terms) <= MOST_CONVICTED && failureOf('guilty', terms) <= MOST_ESCAPES) {
        return terms;
      }
    }
  }
}
