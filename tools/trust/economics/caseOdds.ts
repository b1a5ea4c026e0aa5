import { caseOutcome, OPENINGS, type Reading, RULES } from '#tools/contracts/jury/caseOutcome.ts';
import type { Accused, Pool } from '#tools/contracts/jury/network.ts';
import { type Network, TERMS } from '#tools/contracts/jury/terms.ts';

/** Who sits in judgement. The colluders vote for the wrong verdict and never sleep. */
export interface Court {
  network: Network;
  nodes: number;
  /** Share of all stake that colludes. */
  colluding: number;
  /** The chance that an honest juror, or that honest weight, turns up. */
  turnout: number;
  accused: Accused;
  reading?: Reading;
}

/** How a case ends after it was opened three times at most. */
export interface CaseOdds {
  right: number;
  wrong: number;
  /** No verdict, each time. */
  none: number;
  /** How often it ended without a verdict, on average. */
  reopened: number;
}

/** As `poolOf` at the worst split, for any share of colluders: an accused of theirs has next to nothing. */
export function courtPool({ nodes, colluding, accused }: Court): Pool {
  const honest = Math.round(nodes * (1 - colluding));
  const out = accused === 'honest' ? (1 - colluding) / honest : 0;
  return {
    colluding: colluding / (1 - out),
    honest: (1 - colluding - out) / (1 - out),
    honestJurors: accused === 'honest' ? honest - 1 : honest,
  };
}

/** The chances of each end, by the exact sums of tools/contracts/jury. */
export function caseOdds(court: Court): CaseOdds {
  const { network, turnout, accused, reading = 'node' } = court;
  const { colluders, honest, none } = caseOutcome({
    ...{ pool: courtPool(court), terms: TERMS[network], turnout, reading },
    ...{ strategy: 'vote', rules: RULES },
  });
  const times = Array.from({ length: OPENINGS }, (_, i) => none ** i).reduce((sum, chance) => sum + chance);
  const [forColluders, forHonest] = [colluders * times, honest * times];
  const reopened = none * times;
  return accused === 'guilty'
    ? { right: forColluders, wrong: forHonest, none: none ** OPENINGS, reopened }
    : { right: forHonest, wrong: forColluders, none: none ** OPENINGS, reopened };
}
