import { type Address, isAddressEqual, zeroAddress } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/**
 * Those of some owners whose miners may not sit on a case: the accused's, the reporter, the owner of the
 * reporter's node, and who has stake in the accused, on its way out or not. The contract decides anew for
 * each node that is named.
 * @param about.accused id of its node
 * @param about.openedAt Unix seconds; undefined before the case
 * @throws ChainError as `chainErrorOf`
 * @example const barred = await readBarredOwners(client, staking, { accused: 7n, reporter, … });
 */
export async function readBarredOwners(
  client: ReadClient,
  staking: Address,
  about: {
    accused: bigint;
    reporter: Address;
    openedAt: number | undefined;
    owners: readonly Address[];
  },
): Promise<Set<Address>> {
  const { accused, reporter, openedAt = Infinity, owners } = about;
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
      if (!isShared) return false;
      const exposure = { ...pool, functionName: 'exposedSince', args: [owner, accused] } as const;
      const since = await client.readContract(exposure);
      // Stake that came after the opening bars nobody.
      return since !== 0n && since < openedAt;
    };
    const each = [...new Set(owners)];
    const interests = await readMany(each, hasInterest);
    return new Set(each.filter((_, at) => interests[at]));
  } catch (error) {
    throw chainErrorOf(error);
  }
}
