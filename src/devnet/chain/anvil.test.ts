import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClient, http, publicActions } from 'viem';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readFirstBlock } from '#chain/firstBlock.ts';
import { readClientOf } from '#chain/networkConfig.ts';
import { startAnvil } from '#devnet/chain/anvil.ts';

const CHAIN_ID = 31_337;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-anvil-'));
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * anvil writes its state every second; the second write after a block contains that block.
 */
const WRITTEN_AFTER_MS = 1_000;

/** Runs the chain on a state file, mines a block if the state is new, then kills the chain. */
async function firstBlockOf(state: string, secondsLater = 0) {
  const stateFile = join(folder, state);
  const anvil = await startAnvil({ port: 0, stateFile, chainId: CHAIN_ID });
  const client = readClientOf({
    name: 'test',
    chainId: CHAIN_ID,
    rpcUrl: anvil.rpcUrl,
    devnet: true,
  });
  if ((await client.getBlockNumber()) === 0n) {
    const chain = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
    await chain.increaseTime({ seconds: secondsLater });
    await chain.mine({ blocks: 1 });
  }
  const hash = await readFirstBlock(client, { devnet: true });
  const read = Date.now();
  await vi.waitFor(
    async () => expect((await stat(stateFile)).mtimeMs).toBeGreaterThan(read + WRITTEN_AFTER_MS),
    10_000,
  );
  const gone = once(anvil.process, 'exit');
  anvil.process.kill('SIGKILL');
  await gone;
  return hash;
}

/** Code that returns the hash of block 3, as the EVM knows it. */
const HASH_OF_3 = '0x6003405f5260205ff3';

it('startAnvil tells the EVM the hashes of the blocks of its state, and keeps chain and clock', async () => {
  const stateFile = join(folder, 'hashes.json');
  const start = async () => {
    const anvil = await startAnvil({ port: 0, stateFile, chainId: CHAIN_ID });
    const client = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) }).extend(publicActions);
    return { anvil, client };
  };
  const holder = '0x00000000000000000000000000000000000000aa';
  const first = await start();
  await first.client.mine({ blocks: 4 });
  await first.client.setBalance({ address: holder, value: 7n });
  await first.client.mine({ blocks: 1 });
  const head = await first.client.getBlock();
  await first.anvil.stop();
  // The next block is some seconds younger.
  await vi.waitFor(() => expect(Date.now() / 1_000).toBeGreaterThan(Number(head.timestamp) + 3), 10_000);

  const { anvil, client } = await start();
  expect((await client.getBlock()).hash).toBe(head.hash);
  const { hash } = await client.getBlock({ blockNumber: 3n });
  expect((await client.call({ data: HASH_OF_3 })).data).toBe(hash);
  expect(await client.getBalance({ address: holder })).toBe(7n);
  const began = Math.floor(Date.now() / 1_000);
  await client.mine({ blocks: 1 });
  const next = await client.getBlock();
  expect(next.parentHash).toBe(head.hash);
  expect(Number(next.timestamp)).toBeGreaterThanOrEqual(began);
  await anvil.stop();
});

it('startAnvil keeps the first block of a state across a kill and gives a new state another one', async () => {
  const hash = await firstBlockOf('kept.json');
  expect(await firstBlockOf('kept.json')).toBe(hash);
  expect(await firstBlockOf('new.json', 60)).not.toBe(hash);
});
