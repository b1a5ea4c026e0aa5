import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClient, encodeFunctionData, http, parseEther } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { type DevnetChain, startChain } from '#devnet/chain/chain.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';

let folder: string;
let chain: DevnetChain;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-deployer-'));
  chain = await startChain({ folder, rpcPort: 0, coordinatorUrl: 'http://127.0.0.1:1' });
});
afterAll(async () => {
  await chain?.anvil.stop();
  await rm(folder, { recursive: true });
});

it('deployerWallet sends enough gas for rewards that accrue between estimate and block', async () => {
  const { config, anvil } = chain;
  const { cai, staking } = config.contracts;
  const wallet = deployerWallet(config, devnetDeployer());
  await mined(
    wallet,
    await wallet.writeContract({
      abi: caiAbi,
      address: cai,
      functionName: 'approve',
      args: [staking, parseEther('2')],
    }),
  );
  const data = encodeFunctionData({ abi: stakingAbi, functionName: 'stake', args: [parseEther('1')] });
  await mined(wallet, await wallet.sendTransaction({ to: staking, data }));

  const request = await wallet.prepareTransactionRequest({ to: staking, data });
  const test = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
  await test.increaseTime({ seconds: 60 });
  const receipt = await mined(wallet, await wallet.sendTransaction(request));

  expect(receipt.status).toBe('success');
});
