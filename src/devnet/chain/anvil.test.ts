import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClient, http } from 'viem';
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

it('startAnvil keeps the first block of a state across a kill and gives a new state another one', async () => {
  const hash = await firstBlockOf('kept.json');
  expect(await firstBlockOf('kept.json')).toBe(hash);
  expect(await firstBlockOf('new.json', 60)).not.toBe(hash);
});
