import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Address, encodeAbiParameters, encodeEventTopics, keccak256, toBytes } from 'viem';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { encodeNodeInfo } from '#chain/nodeInfo.ts';
import type { RosterNode } from '#chain/roster.ts';
import { coordinatorDirectory } from '#miner/coordinators/coordinatorDirectory.ts';

const STAKING: Address = '0x1111111111111111111111111111111111111111';
const PAYMENTS: Address = '0x2222222222222222222222222222222222222222';
const OPERATOR: Address = '0xaBcdefABcDefABcdEFaBcdEfabCdefaBcDefabCD';
const ANOTHER: Address = '0x3333333333333333333333333333333333333333';
const network = { chainId: 31337, staking: STAKING, payments: PAYMENTS };
/** A coordinator, and a chain on which it announced this URL. */
function announced(url: string) {
  const info = encodeNodeInfo({ name: 'Nest', url });
  const coordinator = { id: 7n, operator: OPERATOR, infoHash: keccak256(toBytes(info)), infoBlock: 9n };
  const log = {
    address: STAKING,
    topics: encodeEventTopics({ abi: stakingAbi, eventName: 'InfoUpdated', args: { nodeId: 7n } }),
    data: encodeAbiParameters([{ type: 'string' }], [info]),
  };
  const client = { getLogs: async () => [log] } as unknown as ReadClient;
  return { coordinator: coordinator as RosterNode, client };
}
const nest = announced('https://nest.example');
const told = {
  ...{ chain_id: 31337, staking: STAKING, payments: PAYMENTS, operator: OPERATOR, peer_id: 'its-peer' },
  ...{ multiaddrs: ['/dns4/nest.example/tcp/443/wss'], quota: { requests: 1, period_s: 1, note: '' } },
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Looks the coordinator up when this answers at its URL. */
function find(answer: Response, { coordinator, client } = nest) {
  const asked = vi.fn(async (_url: URL) => answer);
  vi.stubGlobal('fetch', asked);
  return { asked, found: coordinatorDirectory(client, network)(coordinator, new AbortController().signal) };
}

/** Looks the coordinator up at a server of its own. */
async function findAt(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const { coordinator, client } = announced(`http://127.0.0.1:${port}`);
    return await coordinatorDirectory(client, network)(coordinator, new AbortController().signal);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
const SPACES = Buffer.alloc(64 * 1024, ' ');
/** More than sockets hold of an answer that nobody reads. */
const IN_FLIGHT_BYTES = 32 * 1024 * 1024;

describe('coordinatorDirectory', () => {
  it('finds a coordinator at the URL that it announced on the chain', async () => {
    const { asked, found } = find(Response.json(told));
    expect(await found).toEqual({ name: 'Nest', peerId: 'its-peer', multiaddrs: told.multiaddrs });
    expect(String(asked.mock.calls[0]![0])).toBe('https://nest.example/v1/network');
  });

  it.each([
    ['operator', { operator: ANOTHER }],
    ['chain', { chain_id: 1 }],
    ['deployment', { staking: ANOTHER }],
  ])('refuses an answer for another %s', async (_, change) => {
    await expect(find(Response.json({ ...told, ...change })).found).rejects.toThrow('belongs to another');
  });

  it.each([
    ['an error', new Response('', { status: 502 }), '502'],
    ['a flood', new Response(`{"a":"${'x'.repeat(64 * 1024)}"}`), 'too long'],
    ['another form', Response.json({ ...told, peer_id: 1 }), 'peer_id'],
  ])('refuses %s', async (_, answer, message) => {
    await expect(find(answer).found).rejects.toThrow(message);
  });

  it('asks below the path of the URL', async () => {
    const { asked, found } = find(Response.json(told), announced('https://nest.example/cuckoo'));
    expect((await found).peerId).toBe('its-peer');
    expect(String(asked.mock.calls[0]![0])).toBe('https://nest.example/cuckoo/v1/network');
  });

  it('reads no endless answer to its end', async () => {
    let sent = 0;
    const server = createServer((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(SPACES)) sent += SPACES.length;
      };
      response.on('drain', pour);
      pour();
    });
    await expect(findAt(server)).rejects.toThrow('too long');
    expect(sent).toBeLessThan(IN_FLIGHT_BYTES);
  });

  it('gives up a coordinator whose answer does not end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let begun: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    const server = createServer((_, response) => {
      response.write('{');
      begun();
    });
    const found = expect(findAt(server)).rejects.toMatchObject({ name: 'TimeoutError' });
    await beginning;
    await vi.advanceTimersByTimeAsync(5_000);
    await found;
  });

  it('asks nobody for a coordinator that announced no URL', async () => {
    const { asked, found } = find(Response.json(told), {
      ...nest,
      coordinator: { ...nest.coordinator, infoBlock: 0n },
    });
    await expect(found).rejects.toThrow('no URL');
    expect(asked).not.toHaveBeenCalled();
  });
});
