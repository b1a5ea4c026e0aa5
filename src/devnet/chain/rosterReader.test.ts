import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concat, createTestClient, encodeFunctionData, http, keccak256, maxUint256 } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RosterReader } from '#chain/follower/rosterReader.ts';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readClientOf } from '#chain/networkConfig.ts';
import { ROLE } from '#chain/roster.ts';
import { type DevnetChain, startChain } from '#devnet/chain/chain.ts';

let folder: string;
let chain: DevnetChain;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-reader-'));
  chain = await startChain({ folder, rpcPort: 0, coordinatorUrl: 'http://127.0.0.1:1' });
});
afterAll(async () => {
  await chain.anvil.stop();
  await rm(folder, { recursive: true });
});

it('RosterReader gets the hash of the roster from the EVM, and reads the roster when it changed', async () => {
  const { config, anvil } = chain;
  const { staking } = config.contracts;
  const client = readClientOf(config);
  const reader = new RosterReader(client, staking);
  const before = await reader.block('latest');
  const known = await reader.read(before);
  expect(known.roster).toMatchObject({ beacon: before.hash, miners: [], coordinators: [{ id: 1n }] });

  const hashes = await Promise.all(
    [ROLE.miner, ROLE.coordinator].map(async (role) => {
      const data = encodeFunctionData({
        abi: stakingAbi,
        functionName: 'roster',
        args: [role, 0n, maxUint256],
      });
      return keccak256((await client.call({ to: staking, data, blockHash: before.hash })).data!);
    }),
  );
  expect(known.print).toBe(keccak256(concat(hashes)));

  await createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) }).mine({ blocks: 1 });
  const head = await reader.block('latest');
  const next = await reader.read(head, known);
  expect(next.roster).toMatchObject({ blockNumber: Number(before.number) + 1, beacon: head.hash });
  expect(next.roster.coordinators).toBe(known.roster.coordinators);

  // The block before the coordinator's registration.
  const earlier = await reader.block(known.roster.coordinators[0]!.infoBlock - 1n);
  const empty = await reader.read(earlier, known);
  expect(empty.roster).toMatchObject({ beacon: earlier.hash, coordinators: [] });
  expect(empty.print).not.toBe(known.print);
});

it('RosterReader fails on a block that the node does not have', async () => {
  const { config } = chain;
  const reader = new RosterReader(readClientOf(config), config.contracts.staking);
  const head = await reader.block('latest');
  await expect(reader.block(head.number + 1_000n)).rejects.toMatchObject({ code: 'NO_BLOCK' });
  await expect(reader.read({ ...head, hash: `0x${'1'.repeat(64)}` })).rejects.toMatchObject({
    code: 'NO_BLOCK',
  });
});
