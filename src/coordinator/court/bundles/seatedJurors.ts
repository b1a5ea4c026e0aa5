import type { Address, Hex } from 'viem';
import type { CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import type { RosterNode } from '#chain/roster.ts';

/** Cases whose jurors are remembered. */
const CASES_KEPT = 64;

export interface SeatedJurorsDeps {
  court: Pick<CourtReader, 'seatsOf'>;
  /** The cases that run, as of the last look at the chain. */
  runningCases(): readonly Pick<CaseView, 'caseId' | 'evidence' | 'round'>[];
  /** The node that an operator key serves, active or not. @throws Error of viem */
  readNode(operator: Address): Promise<Pick<RosterNode, 'id'> | undefined>;
}

/** Tells which miners have seats on the present jury of a running case. */
export class SeatedJurors {
  readonly #deps: SeatedJurorsDeps;
  /** By case: who has seats on a jury keeps them. */
  readonly #seated = new Map<bigint, { round: number; operators: Set<Address> }>();

  constructor(deps: SeatedJurorsDeps) {
    this.#deps = deps;
  }

  /**
   * Whether the miner of this key has seats on a jury that now looks at this result.
   * @param evidence `evidenceIdOf` the result
   * @throws ChainError, Error of viem
   */
  async has(operator: Address, evidence: Hex): Promise<boolean> {
    const cases = this.#deps.runningCases().filter((theCase) => theCase.evidence === evidence);
    for (const { caseId, round } of cases) {
      const seated = this.#jurorsOf(caseId, round);
      if (seated.has(operator)) return true;
      const node = await this.#deps.readNode(operator);
      if (node === undefined) return false;
      if ((await this.#deps.court.seatsOf(caseId, round, node.id)) === 0) continue;
      seated.add(operator);
      return true;
    }
    return false;
  }

  #jurorsOf(caseId: bigint, round: number): Set<Address> {
    const known = this.#seated.get(caseId);
    if (known?.round === round) return known.operators;
    const operators = new Set<Address>();
    this.#seated.delete(caseId);
    this.#seated.set(caseId, { round, operators });
    if (this.#seated.size > CASES_KEPT) this.#seated.delete(this.#seated.keys().next().value!);
    return operators;
  }
}
