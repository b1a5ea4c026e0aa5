import { caseOutcome, failure, type Reading, RULES } from '#tools/contracts/jury/caseOutcome.ts';
import type { Outcome, Strategy } from '#tools/contracts/jury/juryOutcome.ts';
import { type Accused, poolOf, SPLITS, type Split } from '#tools/contracts/jury/network.ts';
import { jurySizes, type Network, TERMS } from '#tools/contracts/jury/terms.ts';

export const SIZES = [3, 10, 15, 30, 100, 1_000];
export const TURNOUTS = [0.8, 0.5];
export const READINGS: readonly Reading[] = ['share', 'node'];

/** Where an attack is tried. */
export interface Setting {
  network: Network;
  nodes: number;
  turnout: number;
  reading: Reading;
}

/** One setting's probabilities and means. */
export interface AttackRow extends Setting {
  /** That an honest node is convicted. */
  convicted: number;
  /** That a guilty one escapes, by the colluders' split. */
  escapes: Record<Split, number>;
  /** The same at the worst split if the colluders stay away. */
  escapesUnfilled: number;
  /** The mean of a case against a guilty node at the worst split. */
  votes: number;
}

function outcomeOf(setting: Setting, split: Split, accused: Accused, strategy: Strategy = 'vote'): Outcome {
  const { network, nodes, turnout, reading } = setting;
  const pool = poolOf(nodes, split, accused);
  return caseOutcome({ pool, terms: TERMS[network], turnout, reading, strategy, rules: RULES });
}

export function attackRow(setting: Setting): AttackRow {
  const pool = poolOf(setting.nodes, 'worst', 'guilty');
  const seats = jurySizes(TERMS[setting.network]).reduce((sum, size) => sum + size);
  return {
    ...setting,
    // However the colluders split, all of their stake sits when the accused is not theirs.
    convicted: failure(outcomeOf(setting, 'worst', 'honest'), 'honest'),
    escapes: Object.fromEntries(
      SPLITS.map((split) => [split, failure(outcomeOf(setting, split, 'guilty'), 'guilty')]),
    ) as Record<Split, number>,
    escapesUnfilled: failure(outcomeOf(setting, 'worst', 'guilty', 'stay away'), 'guilty'),
    votes: seats * (pool.colluding + pool.honest * setting.turnout),
  };
}

/** All settings of a network. */
export const attackRows = (network: Network): AttackRow[] =>
  SIZES.flatMap((nodes) =>
    TURNOUTS.flatMap((turnout) => READINGS.map((reading) => attackRow({ network, nodes, turnout, reading }))),
  );
