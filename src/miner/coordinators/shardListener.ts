import type { Address } from 'viem';
import { activeOperators } from '#chain/activeOperators.ts';
import type { Roster } from '#chain/roster.ts';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { shardLevelOf, shardOf } from '#protocol/messages/gossipTopic.ts';

/**
 * Keeps the node listening to the shard of assignments that this miner witnesses, while the roster grows and
 * shrinks.
 * @returns a function that stops it
 */
export function listenToOwnShard(
  node: Pick<PeerNode, 'listenToShard'>,
  roster: Pick<RosterView, 'current' | 'onChange'>,
  operator: Address,
): () => void {
  const follow = ({ miners }: Roster) =>
    node.listenToShard(shardOf(operator, shardLevelOf(activeOperators(miners).size)));
  follow(roster.current());
  return roster.onChange(follow);
}
