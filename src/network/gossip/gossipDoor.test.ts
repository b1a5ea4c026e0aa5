import type { GossipSub } from '@chainsafe/libp2p-gossipsub';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { guardGossip } from '#network/gossip/gossipDoor.ts';

const JOINED = 'joined';
const RATE = { perSecond: 1, burst: 10 };

type Rpc = { messages: { topic: string }[]; subscriptions?: string[] };

/** A gossipsub service that notes what reaches it. */
class Inside {
  readonly read: [peer: string, rpc: Rpc][] = [];
  readonly score = { addPenalty: vi.fn() };
  readonly getTopics = () => [JOINED];
  async handleReceivedRpc(peer: string, rpc: Rpc): Promise<void> {
    this.read.push([peer, rpc]);
  }
}

const onFlood = vi.fn();
let now: number;
let inside: Inside;
let forget: (peer: string) => void;
const send = (peer: string, ...topics: string[]) =>
  inside.handleReceivedRpc(peer, { messages: topics.map((topic) => ({ topic })) });
const messages = () => inside.read.flatMap(([, rpc]) => rpc.messages.map(({ topic }) => topic));

beforeEach(() => {
  onFlood.mockClear();
  now = 0;
  inside = new Inside();
  forget = guardGossip(inside as unknown as GossipSub, {
    ...{ rate: RATE, onFlood },
    nowMs: () => now,
  });
});

describe('guardGossip', () => {
  it('passes on the messages of topics that were joined, and what else the frame holds', async () => {
    await inside.handleReceivedRpc('ann', {
      messages: [{ topic: JOINED }, { topic: 'other' }],
      subscriptions: ['s'],
    });
    expect(inside.read).toEqual([['ann', { messages: [{ topic: JOINED }], subscriptions: ['s'] }]]);
  });

  it('counts a frame and each of its messages', async () => {
    await send('ann', ...Array<string>(9).fill(JOINED));
    expect(messages()).toHaveLength(9);
    await send('ann');
    expect(inside.read).toHaveLength(1);
  });

  it('drops what is beyond the rate of one peer, which costs it its score, and reads others', async () => {
    for (let frame = 0; frame < 8; frame++) await send('ann', JOINED);
    expect(messages()).toHaveLength(5);
    expect(inside.score.addPenalty.mock.calls).toEqual(Array(3).fill(['ann', 1, 'rate']));
    await send('bob', JOINED);
    expect(messages()).toHaveLength(6);
    now += 2_000;
    await send('ann', JOINED);
    expect(messages()).toHaveLength(7);
  });

  it('reports a flood after 200 dropped frames, not before, and forgets a peer that has left', async () => {
    for (let frame = 0; frame < 5 + 199; frame++) await send('ann', JOINED);
    expect(onFlood).not.toHaveBeenCalled();
    await send('ann', JOINED);
    expect(onFlood.mock.calls).toEqual([['ann']]);
    forget('ann');
    await send('ann', JOINED);
    expect(messages()).toHaveLength(6);
    expect(onFlood).toHaveBeenCalledTimes(1);
  });

  it('refuses a service that has no such inside', () => {
    expect(() => guardGossip({} as GossipSub, { rate: RATE, onFlood, nowMs: () => 0 })).toThrow('changed');
  });
});
