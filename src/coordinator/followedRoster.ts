import type { ChainHealth } from '#chain/chainHealth.ts';
import type { Roster } from '#chain/roster.ts';
import type { DrawnRosters } from '#coordinator/scheduler/assigner.ts';

/** The chain as the coordinator follows it (#chain/follower/rosterFollower.ts). */
export interface FollowedRoster extends DrawnRosters {
  current(): Roster;
  health(): ChainHealth;
  onChange(listener: (roster: Roster) => void): () => void;
}
