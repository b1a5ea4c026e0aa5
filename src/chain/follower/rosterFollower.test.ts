import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LAG_POLLS } from '#chain/follower/rosterFollower.ts';
import { FollowedNode, fakeClock, follow, stakesOf } from '#chain/testing/followedNode.ts';
import { rpcError, ScriptedNode } from '#chain/testing/scriptedNode.ts';

beforeEach(fakeClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('RosterFollower', () => {
  it('asks an idle chain for one block a second, and a chain without changes for 64 bytes a block', async () => {
    const { chain, node, pass } = await follow();
    await pass(10);
    expect(node.asked).toEqual(Array(10).fill('eth_getBlockByNumber'));
    node.asked.length = 0;
    chain.mine();
    await pass(1);
    // The head, its hash of the roster, and the epoch's block.
    expect(node.asked).toEqual(['eth_getBlockByNumber', 'eth_call', 'eth_getBlockByNumber']);
  });

  it('never asks for events, whose ranges public nodes cap', async () => {
    const { chain, node, pass, expectTrue } = await follow();
    node.logRange = 10;
    chain.mine(5_000, { 1: 6n });
    await pass(1);
    expectTrue();
    chain.mine(5_000, { 2: 7n });
    await pass(1);
    expectTrue();
    expect(node.asked).not.toContain('eth_getLogs');
  });

  it('misses no change of which the node gives no event yet', async () => {
    const { chain, node, pass, expectTrue } = await follow();
    node.interfere = ({ method }) =>
      method === 'eth_getLogs' ? Response.json({ jsonrpc: '2.0', id: 1, result: [] }) : undefined;
    chain.mine(1, { 1: 6n });
    await pass(1);
    expectTrue();
  });

  it('misses no change while nodes behind one URL alternate with different heads', async () => {
    const { chain, node, nodes, pass, expectTrue } = await follow();
    const behind = new ScriptedNode(chain);
    behind.lag = 2;
    nodes.set('https://a.example/', [node, behind]);
    for (let weight = 10n; weight < 20n; weight++) {
      chain.mine(1, { 1: weight });
      await pass(2);
    }
    behind.lag = 0;
    await pass(4);
    expectTrue();
  });

  it('starts behind such a URL', async () => {
    const followed = new FollowedNode();
    followed.chain.mine(20, { 1: 9n });
    const behind = new ScriptedNode(followed.chain);
    behind.lag = 3;
    followed.nodes.set('https://a.example/', [followed.node, behind]);
    await followed.start();
    await followed.pass(4);
    followed.expectTrue();
  });

  it('keeps its head while a node gives an older one, and believes it when it stays', async () => {
    const { chain, node, follower, pass, expectTrue } = await follow();
    const before = follower.current();
    node.lag = 4;
    await pass(LAG_POLLS - 1);
    expect(follower.current()).toBe(before);
    node.lag = 0;
    await pass(1);
    node.lag = 4;
    await pass(LAG_POLLS - 1);
    expect(follower.current()).toBe(before);
    node.lag = 0;
    await pass(1);
    chain.rollBack(4);
    await pass(LAG_POLLS - 1);
    expect(follower.current()).toBe(before);
    await pass(1);
    expectTrue();
  });

  it('fails a poll in which the node lacks its own head, and goes on at the next', async () => {
    const { chain, node, follower, pass, expectTrue } = await follow();
    chain.mine(1, { 1: 8n });
    node.interfere = ({ method }) =>
      method === 'eth_call' ? rpcError(-32_000, 'header not found') : undefined;
    await pass(4);
    expect(follower.health()).toMatchObject({ state: 'failing', tooOld: false });
    node.interfere = () => undefined;
    await pass(2);
    expectTrue();
    expect(follower.health().state).toBe('ok');
  });

  it('changes nothing once it was stopped, though a reading was under way', async () => {
    const { chain, node, follower, pass } = await follow();
    const before = follower.current();
    chain.mine(1, { 1: 8n });
    node.interfere = ({ method }) => {
      if (method === 'eth_call') follower.stop();
      return undefined;
    };
    await pass(2);
    expect(node.asked).toContain('eth_call');
    expect(follower.current()).toBe(before);
  });

  it.each([1, 2, 3, 12])('follows a reorganisation that is %i blocks deep', async (depth) => {
    const { chain, follower, pass, settled, expectTrue } = await follow();
    for (let weight = 10n; weight < 15n; weight++) {
      chain.mine(1, { 1: weight });
      await pass(1);
    }
    chain.reorganise(depth, { 1: 99n });
    await pass(1);
    expectTrue();
    for (let number = chain.head.number - depth; number <= chain.head.number; number++) {
      const roster = await settled(follower.at(number));
      expect(roster.beacon).toBe(chain.at(number)!.hash);
      expect(stakesOf(roster)).toEqual(chain.at(number)!.stakes);
    }
  });

  it('gives a past roster of a block that it saw, although its state is pruned since', async () => {
    const { chain, node, follower, pass, settled } = await follow();
    chain.mine(1, { 1: 6n });
    await pass(1);
    const seen = follower.current();
    chain.mine(10, { 1: 7n });
    await pass(1);
    node.stateDepth = 2;
    expect(await settled(follower.at(seen.blockNumber))).toEqual(seen);
    await expect(settled(follower.at(seen.blockNumber + 1))).rejects.toMatchObject({ code: 'NO_BLOCK' });
  });

  it('says that the node lacks a block, and asks again the next time', async () => {
    const { chain, node, follower, settled } = await follow();
    const { number } = chain.head;
    node.lag = 5;
    await expect(settled(follower.at(number - 1))).rejects.toMatchObject({
      name: 'ChainError',
      code: 'NO_BLOCK',
    });
    node.lag = 0;
    expect((await settled(follower.at(number - 1))).beacon).toBe(chain.at(number - 1)!.hash);
  });

  it('needs no block older than the epoch’s', async () => {
    const followed = new FollowedNode();
    followed.chain.mine(1_000);
    followed.node.firstKept = 900;
    // Of the head, and of the eight before that may lie between it and the epoch's block.
    followed.node.stateDepth = 9;
    await followed.start();
    followed.expectTrue();
  });

  it.each(['knowsHashes', 'runsPrograms'] as const)('follows a node without %s', async (feature) => {
    const followed = new FollowedNode();
    followed.node[feature] = false;
    followed.chain.mine(3, { 1: 6n });
    await followed.start();
    followed.expectTrue();
    followed.chain.mine(2, { 2: 6n });
    await followed.pass(2);
    followed.expectTrue();
  });

  it('stops asking for a hash where a node computes none, but not for one block that it lacked', async () => {
    const { chain, node, pass, expectTrue } = await follow();
    const hashes = async () => {
      node.asked.length = 0;
      chain.mine();
      await pass(2);
      expectTrue();
      // A roster is read with a call for each role.
      return node.asked.filter((method) => method === 'eth_call').length - 2;
    };
    node.runsPrograms = false;
    expect([await hashes(), await hashes()]).toEqual([3, 3]);
    node.runsPrograms = true;
    expect(await hashes()).toBe(1);
    node.runsPrograms = false;
    expect([await hashes(), await hashes(), await hashes()]).toEqual([3, 3, 3]);
    expect(await hashes()).toBe(0);
  });

  it('accepts nothing of a node that answers by number from another fork', async () => {
    const { chain, node, follower, pass, expectTrue } = await follow();
    node.knowsHashes = false;
    const before = follower.current();
    chain.mine(1, { 1: 6n });
    // The head leaves the chain between two requests of a poll.
    node.interfere = ({ method, params }) => {
      if (method === 'eth_call' && typeof params[1] === 'string') {
        node.interfere = () => undefined;
        chain.reorganise(1, { 1: 7n });
        chain.rollBack(1);
      }
      return undefined;
    };
    await pass(1);
    expect(follower.current()).toBe(before);
    await pass(2);
    expectTrue();
  });
});
