import { decode } from 'fast-png';
import { expect, test } from './devnet.ts';
import { tellStory } from './trustStory.ts';

test.describe.configure({ mode: 'serial', timeout: 600_000 });

tellStory({
  path: '/v1/images/generations',
  order: (seed) => ({ prompt: 'flat fox green background', steps: 2, seed }),
  without: ['Stories 15M'],
  rightBefore: 0,
  expectRight: async (result) => {
    const { width, height, data } = decode(new Uint8Array(await result.arrayBuffer()));
    expect([width, height]).toEqual([128, 128]);
    // The forger's is grey.
    expect(new Set(data).size).toBeGreaterThan(2);
  },
});
