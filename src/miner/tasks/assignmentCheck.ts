import type { Roster } from '#chain/roster.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { checkAssignment } from '#protocol/signed/assignmentCheck.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * The coordinator's chain node may be a block ahead of ours, or know of a reorganisation before it. Attempts,
 * and the pause between them in ms.
 */
const TRIES = 4;
const PAUSE_MS = 1_000;

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
  const drawn = await readWithRetries(roster, assignment);
  const view = { ...drawn, head: roster.current().blockNumber, epochs: roster.epochs };
  await checkAssignment(network, assignment, view, nowSeconds());
}

async function readWithRetries(
  roster: Pick<RosterView, 'at'>,
  { rosterBlock, beacon }: Assignment,
): Promise<Roster> {
  for (let left = TRIES - 1; ; left--) {
    try {
      const drawn = await roster.at(rosterBlock);
      if (drawn.beacon === beacon || left === 0) return drawn;
    } catch (error) {
      if (left === 0) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
