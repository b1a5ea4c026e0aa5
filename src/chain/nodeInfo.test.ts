import { encodeAbiParameters, encodeEventTopics, keccak256, toBytes, zeroHash } from 'viem';
import { afterEach, expect, it, vi } from 'vitest';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readClientOf } from '#chain/networkConfig.ts';
import { encodeNodeInfo, readNodeInfo } from '#chain/nodeInfo.ts';
import { CONFIG } from '#chain/testing/followedNode.ts';

afterEach(() => void vi.unstubAllGlobals());

const { staking } = CONFIG.contracts;
const INFO = encodeNodeInfo({ name: 'Nest', url: 'https://nest.example' });

const announcementOf = (nodeId: bigint, info: string) => ({
  ...{ address: staking, blockNumber: '0x7', blockHash: zeroHash, transactionHash: zeroHash },
  ...{ transactionIndex: '0x0', logIndex: '0x0', removed: false },
  topics: encodeEventTopics({ abi: stakingAbi, eventName: 'InfoUpdated', args: { nodeId } }),
  data: encodeAbiParameters([{ type: 'string' }], [info]),
});

/** Reads the info of node 1, which announced this, from a chain node that shows these events. */
function read(info: string, logs: object[], infoBlock = 7n) {
  vi.stubGlobal('fetch', async () => Response.json({ jsonrpc: '2.0', id: 1, result: logs }));
  const node = { id: 1n, infoBlock, infoHash: keccak256(toBytes(info)) };
  return readNodeInfo(readClientOf(CONFIG), staking, node);
}

it('readNodeInfo gives what the node announced last', async () => {
  const logs = [announcementOf(1n, '{}'), announcementOf(2n, INFO), announcementOf(1n, INFO)];
  expect(await read(INFO, logs)).toEqual({ name: 'Nest', url: 'https://nest.example' });
});

it('readNodeInfo gives nothing for a node that announced nothing, or nothing readable', async () => {
  expect(await read(INFO, [], 0n)).toBeUndefined();
  expect(await read('nonsense', [announcementOf(1n, 'nonsense')])).toBeUndefined();
});

it.each([
  ['no event', []],
  ['the events of others only', [announcementOf(2n, INFO)]],
])('readNodeInfo does not take the word of a chain node that shows %s', async (_, logs) => {
  await expect(read(INFO, logs)).rejects.toMatchObject({ name: 'ChainError', code: 'NO_BLOCK' });
});
