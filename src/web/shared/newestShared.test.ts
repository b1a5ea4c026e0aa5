import { expect, it } from 'vitest';
import type { ApiSharedResult } from '#protocol/task/apiShared.ts';
import { newestShared } from '#web/shared/newestShared.ts';

const shared = (name: string, shared_at: number): ApiSharedResult => ({
  ...{ id: `0x${name.padEnd(64, '0')}`, object: 'shared_result', kind: 'image', model: 'draw', prompt: name },
  ...{ excerpt: null, miner: `0x${'1'.repeat(40)}`, shared_at, until: shared_at + 1, result_url: '' },
});
const prompts = (lists: Parameters<typeof newestShared>[0], most = 9) =>
  newestShared(lists, most).map(({ url, result }) => `${result.prompt} at ${url}`);

it('merges the lists of all coordinators, the newest first', () => {
  const lists = [
    { url: 'x', results: [shared('a', 30), shared('b', 10)] },
    { url: 'y', results: [shared('c', 20)] },
  ];
  expect(prompts(lists)).toEqual(['a at x', 'c at y', 'b at x']);
  expect(prompts(lists, 2)).toEqual(['a at x', 'c at y']);
});

it('shows a result once, however many coordinators claim it, and keeps an order among those of one second', () => {
  const lists = [
    { url: 'x', results: [shared('a', 30), shared('b', 30)] },
    { url: 'y', results: [shared('a', 29), shared('b', 30)] },
  ];
  expect(prompts(lists)).toEqual(['b at x', 'a at x']);
  expect(prompts(lists.toReversed())).toEqual(['b at y', 'a at x']);
});
