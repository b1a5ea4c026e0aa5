import type { Address } from 'viem';
import type { FollowedRoster } from '#coordinator/scheduler/assigner.ts';

/**
 * Who owned a miner's node when it was drawn, and who owns it now: it may have retired or changed hands.
 * @example const owners = await ownersOf(roster, miner, assignment.rosterBlock);
 */
export async function ownersOf(
  roster: Pick<FollowedRoster, 'current' | 'at'>,
  miner: Address,
  drawnAt: number,
): Promise<Address[]> {
  const drawn = await roster.at(drawnAt).catch(() => undefined);
  const nodes = [...(drawn?.miners ?? []), ...roster.current().miners];
  return [...new Set(nodes.filter(({ operator }) => operator === miner).map(({ owner }) => owner))];
}
