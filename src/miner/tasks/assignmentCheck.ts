import { drawnRoster } from '#miner/coordinators/drawnRoster.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { checkAssignment } from '#protocol/signed/assignmentCheck.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * Checks an assignment against the miner's own view of the chain, at the assignment's block.
 * @throws RefusalError as `checkAssignment`; ChainError when our own node cannot show the block
 */
export async function assignmentCheck(
  {
    network,
    roster,
    nowSeconds,
  }: {
    network: NetworkIdentity;
    roster: Pick<RosterView, 'at' | 'current' | 'epochs'>;
    nowSeconds(): number;
  },
  assignment: Assignment,
): Promise<void> {
  const drawn = await drawnRoster(roster, assignment);
  const view = { ...drawn, head: roster.current().blockNumber, epochs: roster.epochs };
  await checkAssignment(network, assignment, view, nowSeconds());
}
