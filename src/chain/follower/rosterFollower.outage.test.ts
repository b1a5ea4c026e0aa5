import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OLD_HEAD_S } from '#chain/chainHealth.ts';
import { MAX_PAUSE_MS } from '#chain/follower/rosterFollower.ts';
import { FollowedNode, fakeClock, follow } from '#chain/testing/followedNode.ts';
import { htmlPage, rpcError, ScriptedNode } from '#chain/testing/scriptedNode.ts';
import { SimulatedChain } from '#chain/testing/simulatedChain.ts';

beforeEach(fakeClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('RosterFollower during an outage', () => {
  it.each([
    ['an HTML page', () => htmlPage()],
    ['HTTP 500', () => new Response('', { status: 500 })],
    ['an empty answer', () => new Response('')],
    ['half an answer', () => new Response('{"jsonrpc":"2.0","result":{"num')],
    ['something that is not a block', () => new Response('{"jsonrpc":"2.0","id":1,"result":{}}')],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['too many requests', () => rpcError(-32_005, 'daily request count exceeded')],
    ['HTTP 429', () => new Response('slow down', { status: 429 })],
  ])('keeps its view through %s, and recovers', async (_, answer) => {
    const { chain, node, follower, pass, expectTrue } = await follow();
    const before = follower.current();
    chain.mine(1, { 1: 8n });
    node.interfere = answer;
    await pass(40);
    expect(follower.current()).toBe(before);
    expect(follower.health()).toMatchObject({ state: 'failing', sinceMs: 1_800_000_000_000 });
    node.interfere = () => undefined;
    await pass(31);
    expectTrue();
    expect(follower.health()).toMatchObject({ state: 'ok', problem: undefined });
  });

  it('gives up a request that is never answered', async () => {
    const { chain, node, follower, pass, expectTrue } = await follow();
    node.interfere = (_, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    await pass(12);
    expect(follower.health().state).toBe('failing');
    node.interfere = () => undefined;
    chain.mine(1, { 1: 8n });
    await pass(31);
    expectTrue();
  });

  it('is not disturbed by an answer that comes after its request was given up', async () => {
    const { chain, node, pass, expectTrue } = await follow();
    const [late] = [chain.head];
    let arrive: () => void = () => undefined;
    node.interfere = () =>
      new Promise((resolve) => {
        const result = { number: '0x1', hash: late.hash, timestamp: '0x1', transactions: [] };
        arrive = () => resolve(Response.json({ jsonrpc: '2.0', id: 1, result }));
      });
    await pass(11);
    node.interfere = () => undefined;
    chain.mine(1, { 1: 8n });
    await pass(31);
    arrive();
    await pass(1);
    expectTrue();
  });

  it('asks a silent node less and less often', async () => {
    const { node, pass } = await follow();
    node.interfere = () => htmlPage();
    await pass(30);
    const first = node.asked.length;
    node.asked.length = 0;
    await pass(120);
    expect(first).toBeLessThanOrEqual(8);
    expect(node.asked.length).toBeLessThanOrEqual(8);
    expect(node.asked.length).toBeGreaterThanOrEqual(3);
  });

  it('waits as long as a node asks with Retry-After', async () => {
    const { node, pass } = await follow();
    node.interfere = () => new Response('', { status: 429, headers: { 'retry-after': '20' } });
    await pass(1);
    expect(node.asked).toHaveLength(1);
    await pass(19);
    expect(node.asked).toHaveLength(1);
    await pass(2);
    expect(node.asked).toHaveLength(2);
  });

  it('waits no longer than MAX_PAUSE_MS, though a node asks for a day', async () => {
    const { node, pass } = await follow();
    node.interfere = () => new Response('', { status: 429, headers: { 'retry-after': '86400' } });
    await pass(1);
    node.asked.length = 0;
    await pass(MAX_PAUSE_MS / 1_000 - 1);
    expect(node.asked).toEqual([]);
    await pass(1);
    expect(node.asked).toHaveLength(1);
  });

  it('goes on at the next URL where one fails', async () => {
    const { chain, node, nodes, pass, expectTrue, follower } = await follow({
      fallbackRpcUrls: ['https://b.example'],
    });
    const other = new ScriptedNode(chain);
    nodes.set('https://b.example/', [other]);
    node.interfere = () => htmlPage();
    chain.mine(1, { 1: 8n });
    await pass(1);
    expectTrue();
    expect(follower.health().state).toBe('ok');
    expect(other.asked.length).toBeGreaterThan(0);
  });

  it.each([true, false])(
    'accepts nothing of another chain behind its URL (hash of the roster: %s)',
    async (prints) => {
      const { node, follower, pass } = await follow();
      const before = follower.current();
      const other = new SimulatedChain(() => 1_800_000_000, 'other');
      other.mine(100, { 66: 1n });
      node.chain = other;
      node.chainId = 1;
      node.runsPrograms = prints;
      await pass(2);
      expect(follower.current()).toBe(before);
      expect(follower.health().problem).toContain('chain 1, not chain 4711');
    },
  );

  it('goes on at the next URL where the head of one is stuck', async () => {
    const { chain, node, nodes, pass, expectTrue, follower } = await follow({
      fallbackRpcUrls: ['https://b.example'],
    });
    nodes.set('https://b.example/', [new ScriptedNode(chain)]);
    node.frozenAt = chain.head.number;
    await pass(OLD_HEAD_S);
    chain.mine(1, { 1: 8n });
    await pass(2);
    expectTrue();
    expect(follower.health().state).toBe('ok');
  });

  it('goes on at the next URL where one serves another chain', async () => {
    const { chain, node, nodes, pass, expectTrue, follower } = await follow({
      fallbackRpcUrls: ['https://b.example'],
    });
    nodes.set('https://b.example/', [new ScriptedNode(chain)]);
    node.chain = new SimulatedChain(() => 1_800_000_000, 'other');
    node.chain.mine(100);
    node.chainId = 1;
    chain.mine(1, { 1: 8n });
    await pass(4);
    expectTrue();
    expect(follower.health().state).toBe('ok');
  });

  it('does not start on another chain, nor on a silent one', async () => {
    const foreign = new FollowedNode();
    foreign.node.chainId = 1;
    await expect(foreign.start()).rejects.toMatchObject({ code: 'OTHER_CHAIN' });
    const silent = new FollowedNode();
    silent.node.interfere = () => htmlPage();
    await expect(silent.start()).rejects.toMatchObject({ code: 'NO_ANSWER' });
  });

  it('starts on a node that fails a few times first', async () => {
    const followed = new FollowedNode();
    let failures = 3;
    followed.node.interfere = () => (failures-- > 0 ? htmlPage() : undefined);
    await followed.start();
    followed.expectTrue();
  });

  it('asks nothing and tells nobody after it was stopped', async () => {
    const { chain, node, follower, heard, pass } = await follow();
    follower.stop();
    heard.length = 0;
    chain.mine();
    await pass(5);
    expect([node.asked, heard]).toEqual([[], []]);
  });
});

describe('the health of a follower', () => {
  it.each([
    [59, false],
    [60, true],
  ])('after %i s of silence has a view that is too old: %s', async (seconds, tooOld) => {
    const { node, follower, pass } = await follow();
    node.interfere = () => htmlPage();
    await pass(seconds);
    expect(follower.health()).toMatchObject({ state: 'failing', tooOld, ageSeconds: seconds });
    expect(follower.health().problem).toBe(
      'The chain has not been read since 2027-01-15T08:00:00Z: The chain’s node gave no valid answer.',
    );
  });

  it('has a view that is too old while it still waits for the last of many silent nodes', async () => {
    const names = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => `https://${name}.example`);
    const { node, nodes, follower, pass } = await follow({ fallbackRpcUrls: names });
    for (const name of names) nodes.set(`${name}/`, [node]);
    node.interfere = (_, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    await pass(59);
    expect(follower.health()).toMatchObject({ state: 'ok', tooOld: false });
    await pass(1);
    expect(follower.health()).toMatchObject({ state: 'failing', tooOld: true });
    expect(follower.health().problem).toContain('its node has not answered yet.');
  });

  it.each([
    [OLD_HEAD_S, 'ok'],
    [OLD_HEAD_S + 1, 'behind'],
  ])('with a head that is stuck for %i s is %s', async (seconds, state) => {
    const { chain, node, follower, pass } = await follow();
    node.frozenAt = chain.head.number;
    await pass(seconds);
    chain.mine();
    expect(follower.health()).toMatchObject({ state, tooOld: state === 'behind', ageSeconds: seconds });
    node.frozenAt = undefined;
    await pass(1);
    expect(follower.health()).toMatchObject({ state: 'ok', tooOld: false });
  });

  it.each([
    [OLD_HEAD_S, 'ok', undefined],
    [OLD_HEAD_S + 1, 'behind', expect.stringContaining('by the clock here: set that right')],
  ])('by a clock that is %i s slow is %s', async (seconds, state, problem) => {
    const { follower } = await follow();
    vi.setSystemTime(Date.now() - seconds * 1_000);
    expect(follower.health()).toMatchObject({ state, tooOld: state === 'behind', problem });
  });

  it('does not mind a devnet whose time was moved on', async () => {
    const { follower } = await follow({ devnet: true });
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(follower.health()).toMatchObject({ state: 'ok', tooOld: false });
  });

  it('does not mind an old head on a devnet, which mines only on demand', async () => {
    const { follower, pass } = await follow({ devnet: true });
    await pass(OLD_HEAD_S + 10);
    expect(follower.health()).toMatchObject({ state: 'ok', tooOld: false, ageSeconds: OLD_HEAD_S + 10 });
  });

  it('is told after every look', async () => {
    const { node, follower, pass } = await follow();
    const states: string[] = [];
    follower.onHealth(() => states.push(follower.health().state));
    await pass(1);
    node.interfere = () => htmlPage();
    await pass(1);
    node.interfere = () => undefined;
    await pass(3);
    expect(states.slice(0, 3)).toEqual(['ok', 'failing', 'ok']);
  });
});
