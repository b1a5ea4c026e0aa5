import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { standingOf } from '#chain/standing.ts';
import { CoordinatorSession } from '#miner/coordinators/coordinatorSession.ts';
import type { StandingWatch } from '#miner/coordinators/standingWatch.ts';
import type { CoordinatorStatus } from '#miner/status/minerStatus.ts';
import type { PeerNode } from '#network/peerNode.ts';
import type { Hello, SessionFrame } from '#protocol/messages/stream.ts';
import { signPeerBinding } from '#protocol/signed/peerBinding.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

const NOW = 1_800_000_000;
const PEER = 'the-coordinators-peer';
const network = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
/** What the miner takes tasks of. */
const takes = [{ id: 'draw', together: 1 }];
const [boss, stranger] = [1, 2].map(() => privateKeyToAccount(generatePrivateKey()));

let session: CoordinatorSession;
afterEach(() => session.close());

const welcomeBy = async (by = boss!, peer = PEER): Promise<SessionFrame> => ({
  ...{ type: 'welcome', operator: by.address, models: [{ id: 'draw', unit: 'step', unitPrice: 5n }] },
  ...{ binding: await signPeerBinding(network, by, peer, NOW), voucher: null },
});

/** Runs a session with a coordinator that is at this peer and sends these frames. */
function serve(frames: SessionFrame[], peer = PEER) {
  const states: Partial<CoordinatorStatus>[] = [];
  const sent: unknown[] = [];
  let cut: (reason: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (cut = reject));
  broken.catch(() => undefined);
  const stream = {
    peer,
    abort: cut,
    send: async (frame: unknown) => void sent.push(frame),
    receive: async (_: unknown, { signal }: { signal: AbortSignal }) =>
      frames.length > 0 ? frames.shift() : untilAborted(broken, signal),
    close: async () => undefined,
  };
  const onWelcome = vi.fn(async () => undefined);
  const disconnect = vi.fn(async () => undefined);
  session = new CoordinatorSession({ operator: boss!.address } as never, {
    network,
    node: { dial: async () => peer, open: async () => stream, disconnect } as unknown as PeerNode,
    find: async () => ({ name: 'Boss', peerId: PEER, multiaddrs: ['/dns4/nest.example/tcp/443/wss'] }),
    hello: async () => ({ gpu: 'a hello' }) as Hello,
    takes: () => takes,
    nowSeconds: () => NOW,
    standing: { current: () => standingOf(undefined, NOW) } as StandingWatch,
    onState: (state) => void states.push(state),
    trace: () => undefined,
    onAssigned: () => undefined,
    onWelcome,
  });
  void session.run();
  const until = (state: object) =>
    vi.waitFor(() => expect(states).toContainEqual(expect.objectContaining(state)), { interval: 1 });
  return { sent, onWelcome, until, cut, disconnect };
}

describe('CoordinatorSession', () => {
  it('greets the coordinator at its peer, and is connected by its welcome', async () => {
    const { sent, onWelcome, until } = serve([await welcomeBy()]);
    await until({ state: 'connected' });
    expect(sent).toEqual([{ gpu: 'a hello' }, { type: 'heartbeat', models: takes }]);
    expect(onWelcome).toHaveBeenCalledWith(new Map([['draw', 5n]]), null);
  });

  it('says nothing to another peer that answers at the address', async () => {
    const { sent, until } = serve([await welcomeBy(boss, 'another-peer')], 'another-peer');
    await until({ state: 'refused', code: 'BAD_BINDING' });
    expect(sent).toEqual([]);
  });

  it.each([
    ['of another operator', () => welcomeBy(stranger)],
    ['copied from another peer', () => welcomeBy(boss, 'another-peer')],
  ])('believes no welcome %s', async (_, welcome) => {
    const { onWelcome, until } = serve([await welcome()]);
    await until({ state: 'refused', code: 'BAD_BINDING' });
    expect(onWelcome).not.toHaveBeenCalled();
    expect(session.isConnected).toBe(false);
  });

  it('takes an assignment before the welcome for malformed', async () => {
    const { onWelcome, until } = serve([{ type: 'assigned' } as SessionFrame]);
    await until({ state: 'refused', code: 'MALFORMED' });
    expect(onWelcome).not.toHaveBeenCalled();
  });

  it('closes the connection of a session that broke, which dialling would find open', async () => {
    const { until, cut, disconnect } = serve([await welcomeBy()]);
    await until({ state: 'connected' });
    expect(disconnect).not.toHaveBeenCalled();
    cut(new Error('The stream broke.'));
    await until({ state: 'away' });
    expect(disconnect).toHaveBeenCalledWith(PEER);
  });
});
