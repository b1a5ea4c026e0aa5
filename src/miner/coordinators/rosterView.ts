import type { Roster } from '#chain/roster.ts';

/** The chain as the miner follows it (#chain/rosterFollower.ts). */
export interface RosterView {
  current(): Roster;
  at(blockNumber: number): Promise<Roster>;
  onChange(listener: (roster: Roster) => void): () => void;
}
