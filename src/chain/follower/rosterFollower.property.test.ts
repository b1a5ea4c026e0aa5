import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LAG_POLLS, MAX_PAUSE_MS } from '#chain/follower/rosterFollower.ts';
import { FollowedNode, fakeClock, stakesOf } from '#chain/testing/followedNode.ts';
import { htmlPage, rpcError, ScriptedNode } from '#chain/testing/scriptedNode.ts';

const RUNS = 60;
/** Until a follower that was let down for long asks again, has asked often enough, and has its answers. */
const RECOVERY_S = MAX_PAUSE_MS / 1_000 + LAG_POLLS + 5;

const blocks = fc.nat(15);
const miner = fc.integer({ min: 1, max: 3 });
const weight = fc.bigInt({ min: 1n, max: 9n });
const change = fc.option(
  fc.record({ miner, weight }).map(({ miner: number, weight: wei }) => ({ [number]: wei })),
  { nil: undefined },
);

/** What may happen to a chain and to the first of its two nodes. */
const event = fc.oneof(
  fc.record({ what: fc.constant('mine' as const), blocks, change }),
  fc.record({ what: fc.constant('reorganise' as const), blocks, change }),
  fc.record({ what: fc.constant('roll back' as const), blocks }),
  fc.record({ what: fc.constant('lag' as const), blocks }),
  fc.record({ what: fc.constant('prune' as const), blocks }),
  fc.record({ what: fc.constant('ask for' as const), blocks }),
  fc.record({
    what: fc.constantFrom('freeze', 'fall silent', 'be limited', 'forget hashes', 'behave' as const),
  }),
);
const step = fc.record({ event, seconds: fc.nat(4) });

function misbehave(
  { chain, node }: FollowedNode,
  { what, ...how }: typeof event extends fc.Arbitrary<infer E> ? E : never,
) {
  const count = 'blocks' in how ? how.blocks : 0;
  const stakes = 'change' in how ? how.change : undefined;
  if (what === 'mine') chain.mine(count, stakes);
  else if (what === 'reorganise') chain.reorganise(count, stakes);
  else if (what === 'roll back') chain.rollBack(count);
  else if (what === 'lag') node.lag = count;
  else if (what === 'prune') node.stateDepth = count + 1;
  else if (what === 'freeze') node.frozenAt = chain.head.number;
  else if (what === 'fall silent') node.interfere = () => htmlPage();
  else if (what === 'be limited') node.interfere = () => rpcError(-32_005, 'limit exceeded');
  else if (what === 'forget hashes') node.knowsHashes = false;
  else if (what === 'behave') behave(node);
}

function behave(node: ScriptedNode): void {
  Object.assign(node, new ScriptedNode(node.chain));
}

beforeEach(fakeClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('whatever a chain and its nodes do, the roster heard belongs to its beacon and ends as the true one', async () => {
  const run = async (steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[], nodes: number) => {
    const followed = new FollowedNode();
    const { chain, node, follower } = followed;
    // The second node behind the URL behaves, so the first one's lag shows in every other answer.
    followed.nodes.set('https://a.example/', [node, new ScriptedNode(chain)].slice(0, nodes));
    chain.mine(20);
    await followed.start();
    for (const { event: happening, seconds } of steps) {
      if (happening.what === 'ask for')
        void follower.at(Math.max(0, chain.head.number - happening.blocks)).catch(() => undefined);
      else misbehave(followed, happening);
      await followed.pass(seconds);
    }
    behave(node);
    await followed.pass(RECOVERY_S);
    followed.expectTrue();
    expect(follower.health().state).toBe('ok');
    for (let number = chain.head.number; number >= Math.max(0, chain.head.number - 20); number--) {
      const roster = await followed.settled(follower.at(number));
      expect([roster.beacon, stakesOf(roster)]).toEqual([chain.at(number)!.hash, chain.at(number)!.stakes]);
    }
    follower.stop();
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 2 }), run), {
    numRuns: RUNS,
  });
}, 120_000);
