import { type Address, isAddressEqual, zeroAddress } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { RosterNode } from '#chain/roster.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/**
 * The miners that may not sit on a case that is opened now: those of the accused's owner, of the reporter and
 * of the owner of the reporter's node, and those whose owners have stake in the accused, on its way out or
 * not. The contract decides anew for each, and passes over who may sit after all.
 * @param accused id of its node
 * @param miners all that are not retired
 * @returns node ids without the accused's, the heaviest first
 * @throws ChainError as `chainErrorOf`
 * @example const barred = await readBarredMiners(client, staking, { accused: 7n, reporter, miners });
 */
export async function readBarredMiners(
  client: ReadClient,
  staking: Address,
  { accused, reporter, miners }: { accused: bigint; reporter: Address; miners: readonly RosterNode[] },
): Promise<bigint[]> {
  const pool = { abi: stakingAbi, address: staking } as const;
  try {
    const [node, reporterOwner, leaving] = await Promise.all([
      client.readContract({ ...pool, functionName: 'node', args: [accused] }),
      client.readContract({ ...pool, functionName: 'payoutOf', args: [reporter] }),
      client.readContract({ ...pool, functionName: 'unbondingOf', args: [accused] }),
    ]);
    const sides = [node.owner, reporter, reporterOwner].filter((side) => !isAddressEqual(side, zeroAddress));
    const isShared = node.assets !== node.selfBond || leaving !== 0n;
    const hasInterest = async (owner: Address): Promise<boolean> => {
      if (sides.some((side) => isAddressEqual(side, owner))) return true;
      const args = [owner, accused] as const;
      return isShared && (await client.readContract({ ...pool, functionName: 'exposedSince', args })) !== 0n;
    };
    const owners = [...new Set(miners.map(({ owner }) => owner))];
    const interests = await readMany(owners, hasInterest);
    const barred = new Set(owners.filter((_, at) => interests[at]));
    return miners
      .filter(({ id, owner }) => id !== accused && barred.has(owner))
      .sort((one, other) => (one.weight > other.weight ? -1 : 1))
      .map(({ id }) => id);
  } catch (error) {
    throw chainErrorOf(error);
  }
}
