import { type Distribution, poisson } from '#tools/contracts/jury/poisson.ts';

/**
 * What the colluders do on each jury: all vote for the wrong verdict, all stay away so that too few seats
 * vote, or what serves them best knowing everybody's vote, which no real attacker does.
 */
export type Strategy = 'vote' | 'stay away' | 'best';

/** Whose seats the quorum counts: those that agree on the verdict, or all that voted. */
export type QuorumRule = 'agreeing' | 'voted';

/** Whom one jury's verdict serves, as probabilities; the rest is no verdict. */
export interface Outcome {
  colluders: number;
  honest: number;
  none: number;
}

/** A jury: its seats on average, the fewest of the quorum, and the shares of the weight that vote. */
export interface JuryCase {
  seats: number;
  quorum: number;
  /** Of the weight without the accused. */
  colluding: number;
  /** Honest weight that turns up. */
  awake: number;
  strategy: Strategy;
  rule: QuorumRule;
}

/** The probability that `ours` outvotes `theirs` with enough seats. */
function wins(ours: Distribution, theirs: Distribution, quorum: number, rule: QuorumRule): number {
  let sum = 0;
  for (let count = rule === 'agreeing' ? quorum : 0; count < ours.chances.length; count++) {
    const least = rule === 'agreeing' ? 0 : quorum - count;
    sum += ours.chances[count]! * theirs.within(least, count - 1);
  }
  return sum;
}

/**
 * One jury's outcome, exactly: the seats of each camp are independent Poisson variables, however a stake is
 * split. Leaves out the cap of a node's seats, which a node of less than half the weight all but never meets.
 */
export function juryOutcome({ seats, quorum, colluding, awake, strategy, rule }: JuryCase): Outcome {
  const attackers = poisson(strategy === 'stay away' ? 0 : seats * colluding);
  const voters = poisson(seats * awake);
  const colluders = wins(attackers, voters, quorum, rule);
  // With votes that cannot win, the best that colluders do is not to fill the honest side's quorum.
  const honest = wins(voters, attackers, quorum, strategy === 'best' ? 'agreeing' : rule);
  return { colluders, honest, none: Math.max(0, 1 - colluders - honest) };
}
