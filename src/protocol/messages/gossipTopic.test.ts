import { keccak256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  allTopics,
  MAX_SHARD_LEVEL,
  shardLevelOf,
  shardOf,
  topicName,
} from '#protocol/messages/gossipTopic.ts';

const network = {
  chainId: 31337,
  staking: '0xABCDEF1111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;

describe('shardLevelOf', () => {
  it.each([
    [0, 0],
    [1, 0],
    [31, 0],
    [32, 1],
    [63, 1],
    [64, 2],
    [1_000, 5],
    [10_000, 9],
    [1_000_000, MAX_SHARD_LEVEL],
  ])('splits the assignments of %i miners into 2^%i shards', (miners, level) => {
    expect(shardLevelOf(miners)).toBe(level);
  });

  it('leaves every shard 16 to 32 miners on average, up to the deepest level', () => {
    for (let miners = 16; miners <= 10_000; miners++) {
      const average = miners / 2 ** shardLevelOf(miners);
      expect(average >= 16 && average < 32, `${miners}`).toBe(true);
    }
  });
});

describe('shardOf', () => {
  it.each([
    ['0x000', 9, 0],
    ['0xfff', 9, 511],
    ['0xfff', 0, 0],
    ['0x7ff', 1, 0],
    ['0x800', 1, 1],
    ['0x123', 4, 1],
    ['0x123', 9, 0x24],
  ] as const)('takes the first bits of %s at level %i', (id, level, index) => {
    expect(shardOf(`${id}${'0'.repeat(61)}`, level)).toEqual({ level, index });
  });

  it('spreads ids evenly', () => {
    const counts = new Array<number>(32).fill(0);
    for (let task = 0; task < 3_200; task++) counts[shardOf(keccak256(toHex(task)), 5).index]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(140);
  });
});

describe('topicName', () => {
  it('names version, chain, deployment and shard', () => {
    expect(topicName(network, { kind: 'assignment', shard: { level: 5, index: 17 } })).toBe(
      'cuckoo/9/31337/0xabcdef1111111111111111111111111111111111/assignment/5/17',
    );
    expect(topicName(network, { kind: 'receipt' })).toBe(
      'cuckoo/9/31337/0xabcdef1111111111111111111111111111111111/receipt',
    );
  });

  it('is different for every topic of a deployment', () => {
    const names = allTopics().map((topic) => topicName(network, topic));
    // Receipts have one topic, assignments and audits one for each shard.
    expect(names).toHaveLength(1 + 2 * (2 ** (MAX_SHARD_LEVEL + 1) - 1));
    expect(new Set(names).size).toBe(names.length);
  });
});
