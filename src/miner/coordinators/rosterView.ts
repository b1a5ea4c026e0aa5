import type { ChainHealth } from '#chain/chainHealth.ts';
import type { Roster } from '#chain/roster.ts';

/** The chain as the miner follows it (#chain/rosterFollower.ts). */
export interface RosterView {
  current(): Roster;
  at(blockNumber: number): Promise<Roster>;
  health(): ChainHealth;
  onHealth(listener: () => void): () => void;
  onChange(listener: (roster: Roster) => void): () => void;
}
