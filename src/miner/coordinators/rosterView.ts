import type { ChainHealth } from '#chain/chainHealth.ts';
import type { Roster } from '#chain/roster.ts';
import type { EpochRules } from '#protocol/draw/epoch.ts';

/** The chain as the miner follows it (#chain/follower/rosterFollower.ts). */
export interface RosterView {
  readonly epochs: EpochRules;
  current(): Roster;
  at(blockNumber: number): Promise<Roster>;
  health(): ChainHealth;
  onHealth(listener: () => void): () => void;
  onChange(listener: (roster: Roster) => void): () => void;
}
