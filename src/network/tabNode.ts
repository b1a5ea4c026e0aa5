import type { GossipDeps } from '#network/gossip/gossipValidators.ts';
import { startPeerNode } from '#network/libp2pPeerNode.ts';
import type { PeerNode } from '#network/peerNode.ts';

export interface TabOptions {
  deps: GossipDeps;
  /**
   * Whether ws:// and private addresses may be dialled, as on a devnet; browsers' libp2p refuses them
   * otherwise.
   */
  allowLocal: boolean;
}

/**
 * A tab's node, in a browser's worker (or in Node): it dials relays and cannot be dialled. Its peer id is
 * new.
 */
export async function createTabNode({ deps, allowLocal }: TabOptions): Promise<PeerNode> {
  const { node } = await startPeerNode({
    deps,
    libp2p: { connectionGater: allowLocal ? { denyDialMultiaddr: () => false } : {} },
  });
  return node;
}
