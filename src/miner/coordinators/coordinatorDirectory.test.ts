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
const INFO = encodeNodeInfo({ name: 'Nest', url: 'https://nest.example' });
const coordinator = {
  id: 7n,
  operator: OPERATOR,
  infoHash: keccak256(toBytes(INFO)),
  infoBlock: 9n,
} as RosterNode;
const told = {
  ...{ chain_id: 31337, staking: STAKING, payments: PAYMENTS, operator: OPERATOR, peer_id: 'its-peer' },
  ...{ multiaddrs: ['/dns4/nest.example/tcp/443/wss'], quota: { requests: 1, period_s: 1, note: '' } },
};

/** A chain on which the coordinator announced its URL. */
const client = {
  getLogs: async () => [
    {
      address: STAKING,
      topics: encodeEventTopics({ abi: stakingAbi, eventName: 'InfoUpdated', args: { nodeId: 7n } }),
      data: encodeAbiParameters([{ type: 'string' }], [INFO]),
    },
  ],
} as unknown as ReadClient;

afterEach(() => void vi.unstubAllGlobals());

/** Looks the coordinator up when this answers at its URL. */
function find(answer: Response, node = coordinator) {
  const asked = vi.fn(async (_url: URL) => answer);
  vi.stubGlobal('fetch', asked);
  return { asked, found: coordinatorDirectory(client, network)(node, new AbortController().signal) };
}

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

  it('asks nobody for a coordinator that announced no URL', async () => {
    const { asked, found } = find(Response.json(told), { ...coordinator, infoBlock: 0n });
    await expect(found).rejects.toThrow('no URL');
    expect(asked).not.toHaveBeenCalled();
  });
});
