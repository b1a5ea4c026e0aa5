import {
  juryOutcome,
  type Outcome,
  type QuorumRule,
  type Strategy,
} from '#tools/contracts/jury/juryOutcome.ts';
import type { Accused, Pool } from '#tools/contracts/jury/network.ts';
import { binomial } from '#tools/contracts/jury/poisson.ts';
import { jurySizes, quorumOf, type SortitionTerms } from '#tools/contracts/jury/terms.ts';

/** Numbers of honest nodes awake that are left out, because they are less likely. */
const UNLIKELY = 1e-11;

/** Exactly that share of the honest weight votes, or each honest node votes or sleeps for a whole case. */
export type Reading = 'share' | 'node';

/** What decides a case of several juries: the last alone, or the last that reached a verdict. */
export type LastRule = 'last decides' | 'earlier stands';

export interface CaseRules {
  quorum: QuorumRule;
  last: LastRule;
}

/** The contract's rules. */
export const RULES: CaseRules = { quorum: 'agreeing', last: 'last decides' };

/** Who may vote in a case, who does, and by which terms. */
export interface Attack {
  pool: Pool;
  terms: SortitionTerms;
  /** The probability that honest weight turns up. */
  turnout: number;
  reading: Reading;
  strategy: Strategy;
  rules: CaseRules;
}

/** The shares of the honest weight that may be awake, with their probabilities. */
function awakeShares({ pool, turnout, reading }: Attack): { share: number; chance: number }[] {
  if (reading === 'share') return [{ share: turnout, chance: 1 }];
  return binomial(pool.honestJurors, turnout)
    .chances.map((chance, awake) => ({ share: awake / pool.honestJurors, chance }))
    .filter(({ chance }) => chance > UNLIKELY);
}

/**
 * Every jury is appealed up to the last, because each verdict has a loser, and no verdict has one too.
 * @param juries outcomes of the juries that count, in order
 */
const afterAppeals = (juries: readonly Outcome[]): Outcome =>
  juries.reduce((before, { colluders, honest, none }) => ({
    colluders: colluders + none * before.colluders,
    honest: honest + none * before.honest,
    none: none * before.none,
  }));

/**
 * What becomes of a case that is appealed to the end. The report window is over then: it is not opened again.
 */
export function caseOutcome(attack: Attack): Outcome {
  const { pool, terms, strategy, rules } = attack;
  const sizes = jurySizes(terms).slice(rules.last === 'last decides' ? -1 : 0);
  const total: Outcome = { colluders: 0, honest: 0, none: 0 };
  for (const { share, chance } of awakeShares(attack)) {
    const juries = sizes.map((seats) =>
      juryOutcome({
        seats,
        quorum: quorumOf(seats, terms),
        colluding: pool.colluding,
        awake: pool.honest * share,
        strategy,
        rule: rules.quorum,
      }),
    );
    const outcome = afterAppeals(juries);
    total.colluders += chance * outcome.colluders;
    total.honest += chance * outcome.honest;
    total.none += chance * outcome.none;
  }
  return total;
}

/** The probability that an honest node is convicted, or that a guilty one escapes. */
export const failure = ({ colluders, none }: Outcome, accused: Accused): number =>
  accused === 'honest' ? colluders : colluders + none;
