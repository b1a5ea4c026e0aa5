import { caseOutcome, RULES } from '#tools/contracts/jury/caseOutcome.ts';
import type { Outcome } from '#tools/contracts/jury/juryOutcome.ts';
import { type Play, play } from '#tools/contracts/jury/monteCarlo.ts';
import { poolOf } from '#tools/contracts/jury/network.ts';
import { wilson } from '#tools/contracts/jury/wilson.ts';

const ENDS = ['colluders', 'honest', 'none'] as const satisfies (keyof Outcome)[];

/** What sums and intervals may be off by: the ends of an interval that should be 0 or 1 are not quite. */
const ROUNDING = 1e-12;

/** One end of the cases that were played: how often it came, and how often it should have. */
export interface Agreement {
  end: keyof Outcome;
  hits: number;
  exact: number;
  /** Wilson's interval for the probability, from the hits. */
  interval: [low: number, high: number];
  agrees: boolean;
}

/** Plays cases and holds how they ended against the exact sums. */
export function agreementOf(attack: Play): Agreement[] {
  const { outcomes } = play(attack);
  const { nodes, split, accused } = attack;
  const exact = caseOutcome({
    ...attack,
    pool: poolOf(nodes, split, accused),
    strategy: 'vote',
    rules: RULES,
  });
  return ENDS.map((end) => {
    const interval = wilson(outcomes[end], attack.samples);
    const [low, high] = interval;
    return {
      end,
      hits: outcomes[end],
      exact: exact[end],
      interval,
      agrees: exact[end] >= low - ROUNDING && exact[end] <= high + ROUNDING,
    };
  });
}
