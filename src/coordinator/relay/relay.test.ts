import '#network/polyfill.ts';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startRelayNode } from '#coordinator/relay/relay.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createTabNode } from '#network/tabNode.ts';

const UPGRADE =
  'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
  'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
const NETWORK = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;

const nowSeconds = () => Math.floor(Date.now() / 1_000);
/** Of one address: the relay's bound for newcomers. */
const MOST = 50;

let relay: PeerNode;
const sockets: Socket[] = [];

async function start(isBehindProxy: boolean): Promise<void> {
  const settings = {
    listen: ['/ip4/127.0.0.1/tcp/0/ws'],
    privateKeySeed: new Uint8Array(32).fill(1),
    maxMiners: 100,
    isBehindProxy,
  };
  const roster = { current: () => ({ miners: [], coordinators: [] }) as never };
  relay = await startRelayNode(settings, NETWORK, { roster, isAdmitted: () => false, nowSeconds });
}

/** Newcomers that only open their WebSockets. */
async function come(count: number): Promise<void> {
  const [, , , , port] = relay.multiaddrs()[0]!.split('/');
  for (let at = 0; at < count; at++) {
    const socket = connect(Number(port), '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(UPGRADE);
    await once(socket, 'data');
    socket.resume();
  }
}

/** @returns whether one more newcomer, a tab, is let in */
async function isOpenToTab(): Promise<boolean> {
  const deps = { network: NETWORK, nowSeconds, isCoordinator: () => false, activeMiners: () => 0 };
  const tab = await createTabNode({ deps, allowLocal: true });
  try {
    await tab.dial(relay.multiaddrs());
    return true;
  } catch {
    return false;
  } finally {
    await tab.stop();
  }
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await relay.stop();
});

it.each([
  ['that is the last newcomer of one address', false, MOST - 1, true],
  ['beyond the newcomers of one address', false, MOST, false],
  ['behind a proxy of ours, which is everybody’s address', true, MOST, true],
])(
  'a tab %s: isBehindProxy %s, %i newcomers before it, let in %s',
  async (_, isBehindProxy, before, isIn) => {
    await start(isBehindProxy);
    await come(before);
    expect(await isOpenToTab()).toBe(isIn);
  },
);
