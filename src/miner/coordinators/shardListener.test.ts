import type { Address } from 'viem';
import { describe, expect, it } from 'vitest';
import { listenToOwnShard } from '#miner/coordinators/shardListener.ts';
import { Chain, nodeOf } from '#miner/testing/world.ts';
import type { Shard } from '#protocol/messages/gossipTopic.ts';

const OPERATOR: Address = '0xc000000000000000000000000000000000000001';

const minersOf = (active: number, idle: number) =>
  Array.from({ length: active + idle }, (_, place) =>
    nodeOf(`0x${(place + 1).toString(16).padStart(40, '0')}`, 'miner', place < active ? 5n : 0n),
  );

describe('listenToOwnShard', () => {
  it('joins the shard of the operator’s first bits and moves as active miners come and go', () => {
    const chain = new Chain();
    const joined: Shard[] = [];
    const stop = listenToOwnShard({ listenToShard: (shard) => joined.push(shard) }, chain, OPERATOR);
    chain.change({ miners: minersOf(64, 1_000) });
    chain.change({ miners: minersOf(31, 0) });
    stop();
    chain.change({ miners: minersOf(64, 0) });
    expect(joined).toEqual([
      { level: 0, index: 0 },
      { level: 2, index: 3 },
      { level: 0, index: 0 },
    ]);
  });
});
