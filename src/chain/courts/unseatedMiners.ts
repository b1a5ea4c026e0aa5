import type { Address } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import { readBarredOwners } from '#chain/courts/barredOwners.ts';
import { type PastWeights, readPastWeights, seatedWeight } from '#chain/courts/jurorWeight.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { ROLE, type RosterNode } from '#chain/roster.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/** A miner's weight at the two moments that count for the juries of a case. */
export interface JurorWeights extends PastWeights {
  id: bigint;
  /** It may not sit. */
  isBarred: boolean;
}

/** A miner to name. */
export type UnseatedMiner = Pick<JurorWeights, 'id' | 'isBarred'>;

/** For so much seated weight, one may stay in the total unseated: naming a miner costs some 50,000 gas. */
const NEGLIGIBLE = 1_000n;

const sum = (parts: readonly bigint[]) => parts.reduce((all, part) => all + part, 0n);

/**
 * The miners to name so that a jury's seats go to those who may sit. Its total is the lower of two sums: all
 * weight at the task's draw, and all before the case. A node gets seats for its own lower weight, and none
 * if it is barred. So it is enough to bring one sum down to the seated weight: the one that takes fewer
 * names, because a call has room for some, and each waits for a block.
 * @param miners all but the accused
 * @returns those with the most unseated weight first
 * @example chooseUnseated([{ id: 1n, atDraw: 9n, beforeCase: 4n, isBarred: false }, …])
 */
export function chooseUnseated(miners: readonly JurorWeights[]): UnseatedMiner[] {
  const atDraw = unseatedAt('atDraw', miners);
  const beforeCase = unseatedAt('beforeCase', miners);
  return atDraw.length <= beforeCase.length ? atDraw : beforeCase;
}

/** Those that bring the sum of one moment down. */
function unseatedAt(moment: keyof PastWeights, miners: readonly JurorWeights[]): UnseatedMiner[] {
  const unseated = miners
    .map((miner) => ({
      ...{ id: miner.id, isBarred: miner.isBarred },
      weight: miner.isBarred ? miner[moment] : miner[moment] - seatedWeight(miner),
    }))
    .filter(({ weight }) => weight > 0n)
    .sort((one, other) => (one.weight > other.weight ? -1 : 1));
  const seated = sum(miners.map((miner) => (miner.isBarred ? 0n : seatedWeight(miner))));
  let rest = sum(unseated.map(({ weight }) => weight));
  return unseated.flatMap(({ id, isBarred, weight }) => {
    if (rest * NEGLIGIBLE <= seated) return [];
    rest -= weight;
    return [{ id, isBarred }];
  });
}

/** Whose juries: a case, or a result that is about to be reported. */
export interface JuryAbout {
  accused: bigint;
  reporter: Address;
  /** When the accused got the task, in Unix seconds. */
  drawnAt: number;
  /** Unix seconds; undefined before the case. */
  openedAt: number | undefined;
  /** All nodes that are not retired. */
  nodes: readonly RosterNode[];
  /**
   * Past weights of nodes in this case that were read already; what is read is added. With thousands of nodes
   * a first look may not end in time: the next one goes on where it stopped.
   */
  known?: Map<bigint, PastWeights>;
}

/**
 * The miners to name for a jury of a case, retired ones included, as `chooseUnseated`.
 * @throws ChainError as `chainErrorOf`
 * @example const named = await readUnseatedMiners(client, staking, { accused: 7n, reporter, … });
 */
export async function readUnseatedMiners(
  client: ReadClient,
  staking: Address,
  { accused, reporter, drawnAt, openedAt, nodes, known = new Map() }: JuryAbout,
): Promise<UnseatedMiner[]> {
  const pool = { abi: stakingAbi, address: staking } as const;
  const weightAt = (id: bigint, second: number): Promise<bigint> =>
    client.readContract({ ...pool, functionName: 'weightAt', args: [id, second] });
  try {
    const listed = new Set(nodes.map(({ id }) => id));
    const count = Number(await client.readContract({ ...pool, functionName: 'nodeCount' }));
    const others = Array.from({ length: count }, (_, at) => BigInt(at + 1)).filter((id) => !listed.has(id));
    const retired = await readMany(others, (id) =>
      client.readContract({ ...pool, functionName: 'node', args: [id] }),
    );
    const miners = [
      ...nodes.filter(({ role }) => role === 'miner'),
      ...retired.filter(({ role }) => role === ROLE.miner),
    ].filter(({ id }) => id !== accused);
    const owners = miners.map(({ owner }) => owner);
    const barred = await readBarredOwners(client, staking, { accused, reporter, openedAt, owners });
    const pastOf = async (id: bigint, nowWeight: bigint): Promise<PastWeights> => {
      if (openedAt === undefined) return { atDraw: await weightAt(id, drawnAt), beforeCase: nowWeight };
      const past = known.get(id) ?? (await readPastWeights(client, staking, id, { drawnAt, openedAt }));
      known.set(id, past);
      return past;
    };
    const mayNotSit = async (id: bigint, owner: Address): Promise<boolean> => {
      if (!barred.has(owner)) return false;
      if (openedAt === undefined) return true;
      // A node that changed hands since the case may sit, whoever has it now (`_standingOf` of Docket.sol).
      const [, , , ownedSince] = await client.readContract({
        ...{ ...pool, functionName: 'identityOf', args: [id] },
      });
      return ownedSince < BigInt(openedAt);
    };
    const weights = await readMany(miners, async ({ id, owner, weight }) => ({
      ...{ id, isBarred: await mayNotSit(id, owner) },
      ...(await pastOf(id, weight)),
    }));
    return chooseUnseated(weights);
  } catch (error) {
    throw chainErrorOf(error);
  }
}
