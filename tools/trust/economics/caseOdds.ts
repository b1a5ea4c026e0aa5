import { caseOutcome, type Reading, RULES } from '#tools/contracts/jury/caseOutcome.ts';
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

/** How a case ends that is appealed to the end. */
export interface CaseOdds {
  right: number;
  wrong: number;
  none: number;
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
  return accused === 'guilty'
    ? { right: colluders, wrong: honest, none }
    : { right: honest, wrong: colluders, none };
}
