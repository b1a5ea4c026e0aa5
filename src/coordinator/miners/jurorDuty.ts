import type { Address } from 'viem';
import type { CaseView } from '#chain/courts/courtReader.ts';
import type { RosterNode } from '#chain/roster.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/** Nodes of which it is remembered in which cases they may be drawn. */
const NODES_KEPT = 1_000;

export interface JurorDutyDeps {
  /** The node that an operator key serves, active or not. @throws Error of viem */
  readNode(operator: Address): Promise<RosterNode | undefined>;
  /** The cases that run, as of the last look at the chain. */
  runningCases(): readonly CaseView[];
  /** `readJurorWeight`. @throws ChainError */
  weightIn(nodeId: bigint, theCase: CaseView): Promise<bigint>;
}

/** Tells which nodes may still have to vote, whether or not they are active by now. */
export class JurorDuty {
  readonly #deps: JurorDutyDeps;
  /** By node and case. What is read lies in the past, and never changes. */
  readonly #known = new Map<bigint, Map<bigint, boolean>>();

  constructor(deps: JurorDutyDeps) {
    this.#deps = deps;
  }

  /**
   * Whether a case runs for whose juries the miner of this key may be drawn.
   * @throws ChainError, Error of viem
   */
  async isOf(operator: Address): Promise<boolean> {
    const running = this.#deps.runningCases();
    if (running.length === 0) return false;
    const node = await this.#deps.readNode(operator);
    if (node?.role !== 'miner') return false;
    const known = this.#known.get(node.id) ?? new Map<bigint, boolean>();
    const isUnknown = running.filter(({ caseId }) => !known.has(caseId));
    const weights = await readMany(isUnknown, (theCase) => this.#deps.weightIn(node.id, theCase));
    const of = new Map(
      running.map(({ caseId }) => {
        const at = isUnknown.findIndex((each) => each.caseId === caseId);
        return [caseId, at < 0 ? known.get(caseId)! : weights[at]! > 0n];
      }),
    );
    this.#keep(node.id, of);
    return [...of.values()].includes(true);
  }

  #keep(nodeId: bigint, of: Map<bigint, boolean>): void {
    this.#known.delete(nodeId);
    this.#known.set(nodeId, of);
    if (this.#known.size > NODES_KEPT) this.#known.delete(this.#known.keys().next().value!);
  }
}
