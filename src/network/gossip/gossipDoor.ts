import type { GossipSub } from '@chainsafe/libp2p-gossipsub';
import { type Rate, TokenBucket } from '#network/limits/tokenBucket.ts';

/** Frames dropped of one peer, after which it counts as a flood. */
const FLOOD = 200;

export interface GossipDoorDeps {
  /** Frames and messages that one peer may send. */
  rate: Rate;
  /** A peer goes on sending more than it may. */
  onFlood(peer: string): void;
  nowMs(): number;
}

/** What a gossipsub service has besides its public interface. */
interface GossipInside {
  handleReceivedRpc(from: { toString(): string }, rpc: { messages: { topic?: string }[] }): Promise<void>;
  score: { addPenalty(peer: string, penalty: number, label: string): void };
}

const isOpenInside = (gossip: GossipSub): gossip is GossipSub & GossipInside =>
  'handleReceivedRpc' in gossip && 'score' in gossip;

/**
 * Drops what a peer may not send before gossipsub spends a signature check on it: messages on topics that
 * this node has not joined (a relay joins none), and all beyond the rate, which costs the peer its score.
 * @returns a function that forgets a peer which has left
 */
export function guardGossip(gossip: GossipSub, deps: GossipDoorDeps): (peer: string) => void {
  if (!isOpenInside(gossip)) throw new Error('The gossipsub service has changed.');
  const peers = new Map<string, { bucket: TokenBucket; dropped: number }>();
  const handle = gossip.handleReceivedRpc.bind(gossip);
  gossip.handleReceivedRpc = async (from, rpc) => {
    const peer = from.toString();
    const known = peers.get(peer) ?? { bucket: new TokenBucket(deps.rate, deps.nowMs()), dropped: 0 };
    peers.set(peer, known);
    if (!known.bucket.take(deps.nowMs(), 1 + rpc.messages.length)) {
      gossip.score.addPenalty(peer, 1, 'rate');
      known.dropped += 1;
      if (known.dropped >= FLOOD) deps.onFlood(peer);
      return;
    }
    const joined = new Set(gossip.getTopics());
    const messages = rpc.messages.filter(({ topic }) => joined.has(topic ?? ''));
    await handle(from, { ...rpc, messages });
  };
  return (peer) => peers.delete(peer);
}
