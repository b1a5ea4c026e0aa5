import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClient, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caiAbi } from '#chain/generated/contracts.ts';
import { type NetworkConfig, readClientOf } from '#chain/networkConfig.ts';
import { paymentsReader } from '#coordinator/channels/paymentsReader.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { operatorTreasury } from '#coordinator/wallet/treasury.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';
import { deployNetwork } from '#devnet/chain/deploy.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';

const someone = () => privateKeyToAccount(generatePrivateKey());
const [operator, holder, ann, bob] = [someone(), someone(), someone().address, someone().address];
const CAI = parseEther('1');

let folder: string;
let anvil: Anvil;
let config: NetworkConfig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-treasury-'));
  anvil = await startAnvil({ port: 0, stateFile: join(folder, 'state.json'), chainId: DEVNET.chainId });
  const roles = { admin: holder.address, governor: holder.address, guardian: holder.address };
  config = await deployNetwork(DEVNET, anvil.rpcUrl, devnetDeployer(), {
    ...roles,
    treasury: holder.address,
  });
  const gas = deployerWallet(config, devnetDeployer());
  for (const { address } of [operator, holder])
    await mined(gas, await gas.sendTransaction({ to: address, value: parseEther('10') }));
  const tokens = deployerWallet(config, holder);
  await mined(
    tokens,
    await tokens.writeContract({
      ...{ abi: caiAbi, address: config.contracts.cai, functionName: 'transfer' },
      args: [operator.address, 100n * CAI],
    } as const),
  );
});
afterAll(async () => {
  await anvil.stop();
  await rm(folder, { recursive: true });
});

it('operatorTreasury funds channels in one call, and takes back what it requested', async () => {
  const client = readClientOf(config);
  const treasury = operatorTreasury(config, testWallet(client, operator));
  const { wallet, channel } = paymentsReader(client, config, operator.address);

  // Two at once: their transactions wait for each other.
  await Promise.all([treasury.fund([ann, bob], [30n * CAI, 20n * CAI]), treasury.fund([ann], [5n * CAI])]);
  expect([await wallet(), (await channel(ann)).balance, (await channel(bob)).balance]).toEqual([
    45n * CAI,
    35n * CAI,
    20n * CAI,
  ]);
  expect(await treasury.hasPending()).toBe(false);

  await treasury.requestWithdrawal(ann, 10n * CAI);
  expect(await channel(ann)).toMatchObject({ balance: 35n * CAI, withdrawing: 10n * CAI });
  await expect(treasury.withdraw(ann)).rejects.toThrow();
  const clock = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
  await clock.increaseTime({ seconds: Number(DEVNET.payments.withdrawalDelaySeconds) });
  await clock.mine({ blocks: 1 });
  await treasury.withdraw(ann);
  expect([await wallet(), (await channel(ann)).balance]).toEqual([55n * CAI, 25n * CAI]);

  // More than the wallet holds is refused before anything is sent.
  await expect(treasury.fund([bob], [56n * CAI])).rejects.toThrow();
  // Nothing was kept back, so nothing moves.
  await treasury.shareFees([ann, bob]);
  expect(await wallet()).toBe(55n * CAI);
});
