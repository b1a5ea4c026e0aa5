import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CONFIG, fakeClock, follow, stakesOf } from '#chain/testing/followedNode.ts';
import { epochOf } from '#protocol/draw/epoch.ts';

beforeEach(fakeClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('gives the roster of the epoch’s block, whatever the blocks after it changed', async () => {
  const { chain, follower, pass } = await follow();
  for (let weight = 10n; weight < 40n; weight++) {
    chain.mine(1, { 1: weight });
    await pass(1);
    const block = chain.at(epochOf(chain.head.number, CONFIG.epochs))!;
    const { blockNumber, beacon, minedAt } = follower.epoch();
    expect({ blockNumber, beacon, minedAt }).toEqual({
      ...{ blockNumber: block.number, beacon: block.hash, minedAt: block.timestamp },
    });
    expect(stakesOf(follower.epoch())).toEqual(block.stakes);
  }
});

it('follows a reorganisation that replaces the epoch’s block', async () => {
  const { chain, follower, pass } = await follow();
  const before = follower.epoch();
  chain.reorganise(chain.head.number - before.blockNumber + 1, { 1: 99n });
  await pass(1);
  const block = chain.at(before.blockNumber)!;
  expect(block.hash).not.toBe(before.beacon);
  expect(follower.epoch()).toMatchObject({ blockNumber: block.number, beacon: block.hash });
  expect(stakesOf(follower.epoch())).toEqual(block.stakes);
});

it('keeps its view while the epoch’s block cannot be read, and catches up', async () => {
  const { chain, node, follower, pass } = await follow();
  const [head, epoch] = [follower.current(), follower.epoch()];
  chain.mine(8, { 1: 7n });
  node.interfere = ({ method, params }) =>
    method === 'eth_getBlockByNumber' && params[0] !== 'latest'
      ? Response.json({ jsonrpc: '2.0', id: 1, result: null })
      : undefined;
  await pass(1);
  expect([follower.current(), follower.epoch()]).toEqual([head, epoch]);
  expect(follower.health().state).toBe('failing');
  node.interfere = () => undefined;
  await pass(4);
  expect(follower.current().blockNumber).toBe(chain.head.number);
  expect(follower.epoch().blockNumber).toBe(epoch.blockNumber + 8);
});

it('keeps the rosters of epochs for as long as tasks live, though their state is pruned', async () => {
  const { chain, node, follower, pass, settled } = await follow();
  const first = follower.epoch();
  for (let mined = 0; mined < 16 * CONFIG.epochs.blocks; mined++) {
    chain.mine(1, { 1: BigInt(mined + 10) });
    await pass(1);
  }
  node.stateDepth = 9;
  expect(await settled(follower.at(first.blockNumber))).toEqual(first);
});
