import type { GossipSub } from '@chainsafe/libp2p-gossipsub';
import { KeyedBuckets } from '#network/limits/keyedBuckets.ts';
import type { Rate } from '#network/limits/tokenBucket.ts';

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
  const buckets = new KeyedBuckets<string>(deps.rate);
  const dropped = new Map<string, number>();
  const handle = gossip.handleReceivedRpc.bind(gossip);
  gossip.handleReceivedRpc = async (from, rpc) => {
    const peer = from.toString();
    if (!buckets.take(peer, deps.nowMs(), 1 + rpc.messages.length)) {
      gossip.score.addPenalty(peer, 1, 'rate');
      const frames = (dropped.get(peer) ?? 0) + 1;
      dropped.set(peer, frames);
      if (frames >= FLOOD) deps.onFlood(peer);
      return;
    }
    const joined = new Set(gossip.getTopics());
    const messages = rpc.messages.filter(({ topic }) => joined.has(topic ?? ''));
    await handle(from, { ...rpc, messages });
  };
  return (peer) => {
    buckets.forget(peer);
    dropped.delete(peer);
  };
}
