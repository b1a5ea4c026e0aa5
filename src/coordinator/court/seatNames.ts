import type { Address } from 'viem';
import type { CaseView, CourtReader } from '#chain/courts/courtReader.ts';
import type { PastWeights } from '#chain/courts/jurorWeight.ts';
import { readUnseatedMiners, type UnseatedMiner } from '#chain/courts/unseatedMiners.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { Roster } from '#chain/roster.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import type { CourtSender } from '#coordinator/court/chain/courtSender.ts';

/**
 * Miners named in one transaction. Each takes 50,000 gas, and twice that once its weight has changed a
 * thousand times. With `withGasHeadroom` that must stay below `TRANSACTION_GAS_CAP`.
 */
const NAMES_IN_A_CALL = 60;

export interface SeatNamesDeps {
  client: ReadClient;
  staking: Address;
  court: Pick<CourtReader, 'ballotOf' | 'readJury'>;
  sender: Pick<CourtSender, 'address' | 'call'>;
  /** Whether we found the result of this case wrong ourselves, whoever opened it. */
  foundWrong(theCase: CaseView): Promise<boolean>;
  roster: { current(): Roster };
}

/**
 * Names the miners whose weight gives nobody seats, so that others get them. Else the accused's friends could
 * call juries whose seats stay empty, and keep them from a verdict.
 */
export class SeatNames {
  readonly #deps: SeatNamesDeps;
  /** The last round of each case in which all are named. */
  readonly #done = new Map<bigint, number>();
  /** Past weights of each case's nodes, which never change. */
  readonly #weights = new Map<bigint, Map<bigint, PastWeights>>();

  constructor(deps: SeatNamesDeps) {
    this.#deps = deps;
  }

  /**
   * The miners to name in a report of ours.
   * @param drawnAt when the accused got the task, in Unix seconds
   * @returns at most as many as one call takes: `complete` names the others
   * @throws ChainError as `chainErrorOf`
   */
  async ofReport(accused: bigint, drawnAt: number): Promise<bigint[]> {
    const { sender } = this.#deps;
    const named = await this.#read({ accused, reporter: sender.address, drawnAt, openedAt: undefined });
    return named.slice(0, NAMES_IN_A_CALL).map(({ id }) => id);
  }

  /**
   * Names, before a jury is drawn, whom its caller has left unnamed, in cases about results that we found
   * wrong.
   * @throws CourtError, ChainError, Error of viem
   */
  async complete(theCase: CaseView): Promise<void> {
    const { caseId, round } = theCase;
    if (this.#done.get(caseId) === round) return;
    if (await this.#deps.foundWrong(theCase)) await this.#nameOthers(theCase);
    this.#done.set(caseId, round);
  }

  /** The case is over. */
  forget(caseId: bigint): void {
    this.#done.delete(caseId);
    this.#weights.delete(caseId);
  }

  async #nameOthers({ caseId, round, jury, nodeId, drawnAt, openedAt }: CaseView): Promise<void> {
    const { court, sender } = this.#deps;
    const { party } = round === 0 ? jury : await court.readJury(caseId, 0);
    const known = this.#weights.get(caseId) ?? new Map<bigint, PastWeights>();
    this.#weights.set(caseId, known);
    const wanted = await this.#read({ accused: nodeId, reporter: party, drawnAt, openedAt, known });
    const ballots = await readMany(wanted, ({ id }) => court.ballotOf(caseId, 0, id));
    const unnamed = wanted
      .filter(({ isBarred }, at) => {
        const { leftOut } = ballots[at]!;
        // Somebody may have named it while it could still sit.
        return isBarred ? leftOut !== 'all' : leftOut === 'nothing';
      })
      .map(({ id }) => id);
    for (let at = 0; at < unnamed.length; at += NAMES_IN_A_CALL)
      await sender.call('leaveOut', [caseId, unnamed.slice(at, at + NAMES_IN_A_CALL)]);
  }

  #read(about: {
    accused: bigint;
    reporter: Address;
    drawnAt: number;
    openedAt: number | undefined;
    known?: Map<bigint, PastWeights>;
  }): Promise<UnseatedMiner[]> {
    const { client, staking, roster } = this.#deps;
    const { miners, coordinators } = roster.current();
    return readUnseatedMiners(client, staking, { ...about, nodes: [...miners, ...coordinators] });
  }
}
