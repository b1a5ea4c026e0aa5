import type { Hex } from 'viem';
import { GOSSIP_KINDS, type GossipKind, isSharded, SHARDED_KINDS } from '#protocol/messages/gossip.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';

/**
 * A part of the assignments and audits: those of tasks whose id begins with the `level` bits of `index`.
 * Every miner listens to one shard, so that some 16 to 32 miners witness each task, however many there are.
 * The task's id decides, not the winner's address, so that no miner can choose its witnesses.
 */
export interface Shard {
  /** 2^level shards share the assignments. */
  level: number;
  /** 0 .. 2^level − 1 */
  index: number;
}

/** What a topic's name says. */
export interface Topic {
  kind: GossipKind;
  /** Of sharded kinds only. */
  shard?: Shard;
}

/** Average number of miners that listen to a shard, at least, where there is more than one shard. */
const FEWEST_WITNESSES = 16;
/** Enough for 10,000 miners, the most that one relay takes. */
export const MAX_SHARD_LEVEL = 9;
/** Hex digits of an id that hold enough bits for the deepest level. */
const PREFIX_DIGITS = 3;
const PREFIX_BITS = 4 * PREFIX_DIGITS;

/**
 * Into how many shards the assignments are split, as a power of two.
 * @param activeMiners miners of the roster that take part in draws
 * @example shardLevelOf(1_000); // 5: 32 shards with some 31 miners each
 */
export const shardLevelOf = (activeMiners: number): number =>
  Math.min(MAX_SHARD_LEVEL, Math.max(0, Math.floor(Math.log2(activeMiners / FEWEST_WITNESSES))));

/**
 * The shard in which a task's assignments are gossiped, or to which a miner listens.
 * @param id the task's id, or the miner's operator address
 * @example node.listenToShard(shardOf(operator, shardLevelOf(activeMiners)));
 */
export const shardOf = (id: Hex, level: number): Shard => ({
  level,
  index: Number.parseInt(id.slice(2, 2 + PREFIX_DIGITS), 16) >> (PREFIX_BITS - level),
});

/**
 * A topic's full name, separate for each protocol version, chain and deployment.
 * @example gossip.subscribe(topicName(network, { kind: 'receipt' }));
 */
export function topicName({ chainId, staking }: NetworkIdentity, { kind, shard }: Topic): string {
  const name = `cuckoo/${PROTOCOL_VERSION}/${chainId}/${staking.toLowerCase()}/${kind}`;
  return shard === undefined ? name : `${name}/${shard.level}/${shard.index}`;
}

/**
 * All topics of a deployment.
 * @example for (const topic of allTopics()) allowed.add(topicName(network, topic));
 */
export function allTopics(): Topic[] {
  const topics: Topic[] = GOSSIP_KINDS.filter((kind) => !isSharded(kind)).map((kind) => ({ kind }));
  for (let level = 0; level <= MAX_SHARD_LEVEL; level++) {
    for (let index = 0; index < 2 ** level; index++)
      for (const kind of SHARDED_KINDS) topics.push({ kind, shard: { level, index } });
  }
  return topics;
}
