import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PresenceHeartbeat } from '#miner/coordinators/presenceHeartbeat.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { PRESENCE_INTERVAL_S, PRESENCE_LIFETIME_S, type Presence } from '#protocol/messages/gossip.ts';
import { BINDING_LIFETIME_S } from '#protocol/signed/peerBinding.ts';

const NOW_S = 1_800_000_000;
const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const signer = privateKeyToAccount(generatePrivateKey());

let sent: Presence[];
let heartbeat: PresenceHeartbeat;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_S * 1_000 });
  sent = [];
  const node = {
    peerId: 'the-tab',
    publish: async (_: string, message: Presence) => void sent.push(message),
  } as unknown as PeerNode;
  heartbeat = new PresenceHeartbeat({
    ...{ network, signer, node },
    nowSeconds: () => Math.floor(Date.now() / 1_000),
    state: () => ({ models: [{ id: 'draw', together: 1 }], load: 2 }),
  });
});
afterEach(() => vi.useRealTimers());

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);

describe('PresenceHeartbeat', () => {
  it('says at each interval what it offers, for a heartbeat’s life', async () => {
    heartbeat.start();
    await pass(2 * PRESENCE_INTERVAL_S);
    expect(sent.map(({ expiry }) => expiry)).toEqual(
      [1, 2].map((beat) => NOW_S + beat * PRESENCE_INTERVAL_S + PRESENCE_LIFETIME_S),
    );
    expect(sent[0]).toMatchObject({ models: [{ id: 'draw', together: 1 }], load: 2 });
  });

  it('says nothing after it was stopped, not even the repetition of its last news', async () => {
    heartbeat.start();
    heartbeat.announce();
    await pass(0);
    heartbeat.stop();
    const before = sent.length;
    await pass(10 * PRESENCE_INTERVAL_S);
    expect([before, sent.length]).toEqual([1, 1]);
  });

  it.each([
    ['keeps its binding for half of its life', BINDING_LIFETIME_S / 2, true],
    ['renews its binding after half of its life', BINDING_LIFETIME_S / 2 + 1, false],
  ])('%s', async (_, seconds, same) => {
    const first = await heartbeat.binding();
    vi.setSystemTime((NOW_S + seconds) * 1_000);
    const second = await heartbeat.binding();
    expect(second === first).toBe(same);
    expect(second.expiry).toBe(NOW_S + (same ? 0 : seconds) + BINDING_LIFETIME_S);
  });
});
