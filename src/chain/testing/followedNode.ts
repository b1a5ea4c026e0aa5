import { expect, vi } from 'vitest';
import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { Roster } from '#chain/roster.ts';
import { CHAIN_ID, operatorOf, ScriptedNode } from '#chain/testing/scriptedNode.ts';
import { SimulatedChain, type Stakes } from '#chain/testing/simulatedChain.ts';

const CONTRACT = operatorOf(0xc0de);
const contracts = {
  ...{ cai: CONTRACT, faucet: null, staking: CONTRACT, payments: CONTRACT },
  ...{ epochs: CONTRACT, slasher: CONTRACT, disputes: CONTRACT, juries: CONTRACT },
};
export const CONFIG: NetworkConfig = {
  ...{ name: 'test', chainId: CHAIN_ID, rpcUrl: 'https://a.example', devnet: false, contracts },
  epochs: { blocks: 8, confirmations: 2, assignmentSeconds: 1_200 },
};

/** Fakes the clock, and leaves alone what reading a body needs. */
export const fakeClock = (): void =>
  void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 1_800_000_000_000 });

const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** The roster's miners, as the simulated chain holds them. */
export const stakesOf = ({ miners }: Roster): Stakes =>
  Object.fromEntries(miners.map(({ operator, weight }) => [Number(operator), weight]));

/** A follower that has started on a chain of some blocks. */
export async function follow(config?: Partial<NetworkConfig>): Promise<FollowedNode> {
  const followed = new FollowedNode(config);
  followed.chain.mine(20);
  await followed.start();
  followed.node.asked.length = 0;
  return followed;
}

/**
 * A follower of scripted nodes. It goes through viem and `fetch`; the clock is the test's. Requests to one
 * URL go to its nodes in turn, as behind a load balancer.
 */
export class FollowedNode {
  readonly chain = new SimulatedChain(nowSeconds);
  readonly node = new ScriptedNode(this.chain);
  readonly nodes = new Map([['https://a.example/', [this.node]]]);
  /** Every roster that a listener was given. */
  readonly heard: Roster[] = [];
  readonly follower: RosterFollower;
  #turn = 0;

  constructor(config: Partial<NetworkConfig> = {}) {
    vi.stubGlobal('fetch', async (url: string, { body, signal }: RequestInit) => {
      const nodes = this.nodes.get(url)!;
      return nodes[this.#turn++ % nodes.length]!.answer(body as string, signal ?? undefined);
    });
    this.follower = new RosterFollower({ ...CONFIG, ...config });
    this.follower.onChange((roster) => this.heard.push(roster));
  }

  readonly start = () => this.settled(this.follower.start());

  /** Lets time pass, in seconds. */
  readonly pass = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left--) {
      await vi.advanceTimersByTimeAsync(1_000);
      await quiet();
    }
  };

  /** The outcome of what the follower was asked, however much time it takes. */
  readonly settled = async <T>(asked: Promise<T>): Promise<T> => {
    let done = false;
    const end = asked.finally(() => {
      done = true;
    });
    end.catch(() => undefined);
    while (!done) {
      await quiet();
      if (!done) await vi.advanceTimersByTimeAsync(50);
    }
    return end;
  };

  /** The follower's view is the chain's head, and every roster that was heard belonged to its beacon. */
  readonly expectTrue = (): void => {
    const { head } = this.chain;
    const current = this.follower.current();
    expect(current).toMatchObject({ blockNumber: head.number, beacon: head.hash });
    expect(stakesOf(current)).toEqual(head.stakes);
    for (const roster of this.heard) {
      const block = this.chain.find(roster.beacon)!;
      expect([roster.blockNumber, stakesOf(roster)]).toEqual([block.number, block.stakes]);
    }
  };
}

/** Node's; the types of this folder are a browser's. */
declare function setImmediate(run: () => void): void;

/** Lets everything run that waits for no timer. Reading a body takes some turns of the event loop. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
