import type { Roster } from '#chain/roster.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

/**
 * The coordinator's chain node may be a block ahead of ours, or know of a reorganisation before it. Attempts,
 * and the pause between them in ms.
 */
const TRIES = 4;
const PAUSE_MS = 1_000;

/**
 * The roster of an assignment's block as this tab's chain has it, given time to catch up with the
 * coordinator's. Its hash may differ from the assignment's beacon.
 * @throws ChainError when our own node cannot show the block
 */
export async function drawnRoster(
  roster: Pick<RosterView, 'at'>,
  { rosterBlock, beacon }: Pick<Assignment, 'rosterBlock' | 'beacon'>,
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
