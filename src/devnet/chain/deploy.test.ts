import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { authorityAbi, caiAbi, faucetAbi, paymentsAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { type NetworkConfig, networkConfigSchema, readClientOf } from '#chain/networkConfig.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';
import { deployNetwork } from '#devnet/chain/deploy.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { deployOnce } from '#devnet/chain/deterministicContract.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { type DeploymentParameters, MAINNET, TESTNET } from '#devnet/chain/parameters.ts';
import { ADMIN_ROLE, ROLES } from '#devnet/chain/roles.ts';

const someone = () => privateKeyToAccount(generatePrivateKey()).address;
const holders = { admin: someone(), governor: someone(), guardian: someone(), treasury: someone() };
const deployer = devnetDeployer();

let folder: string;
let anvil: Anvil | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuckoo-deploy-'));
});
afterEach(() => anvil?.stop());
afterAll(() => rm(folder, { recursive: true }));

async function chainOf({ chainId }: DeploymentParameters): Promise<string> {
  anvil = await startAnvil({ port: 0, stateFile: join(folder, `${chainId}.json`), chainId });
  return anvil.rpcUrl;
}

async function roleOf(config: NetworkConfig, role: bigint, account: `0x${string}`) {
  const client = readClientOf(config);
  const address = await client.readContract({
    abi: stakingAbi,
    address: config.contracts.staking,
    functionName: 'authority',
  });
  return client.readContract({ abi: authorityAbi, address, functionName: 'hasRole', args: [role, account] });
}

it('deployNetwork completes an interrupted test network and changes nothing when run again', async () => {
  const rpcUrl = await chainOf(TESTNET);
  const wallet = deployerWallet({ ...TESTNET, rpcUrl }, deployer);
  const cai = await deployOnce(wallet, 'CAI', caiAbi, [deployer.address]);

  const config = await deployNetwork(TESTNET, rpcUrl, deployer, holders);
  expect(networkConfigSchema.parse(config)).toEqual(config);
  const { contracts } = config;
  expect(contracts.cai).toBe(cai);

  expect(await roleOf(config, ROLES.court, contracts.disputes)).toEqual([true, 0]);
  expect(await roleOf(config, ROLES.court, contracts.juries)).toEqual([true, 0]);
  expect(await roleOf(config, ROLES.guardian, holders.guardian)).toEqual([true, 0]);
  expect(await roleOf(config, ROLES.governor, holders.governor)).toEqual([
    true,
    TESTNET.notice.governorSeconds,
  ]);
  expect(await roleOf(config, ADMIN_ROLE, holders.admin)).toEqual([true, TESTNET.notice.adminSeconds]);
  expect(await roleOf(config, ADMIN_ROLE, deployer.address)).toEqual([false, 0]);

  const client = readClientOf(config);
  const payments = { abi: paymentsAbi, address: contracts.payments } as const;
  expect(await client.readContract({ ...payments, functionName: 'feeBps' })).toBe(TESTNET.payments.feeBps);
  const balanceOf = (holder: `0x${string}`) =>
    client.readContract({ abi: caiAbi, address: cai, functionName: 'balanceOf', args: [holder] });
  expect(await balanceOf(deployer.address)).toBe(0n);
  expect(await balanceOf(contracts.faucet!)).toBe(TESTNET.faucet!.tokens);
  const vault = await balanceOf(contracts.staking);
  expect(vault).toBeGreaterThan(TESTNET.emission.amount - parseEther('1'));
  expect(await balanceOf(holders.treasury)).toBe(parseEther('1000000000') - TESTNET.faucet!.tokens - vault);

  const count = await client.getTransactionCount(deployer);
  expect(await deployNetwork(TESTNET, rpcUrl, deployer, holders)).toEqual(config);
  expect(await client.getTransactionCount(deployer)).toBe(count);

  const longer = {
    ...TESTNET.payments,
    withdrawalDelaySeconds: TESTNET.payments.withdrawalDelaySeconds + 1n,
  };
  const slashing = { ...TESTNET.slashing, capBps: TESTNET.slashing.capBps + 1 };
  const courts = { ...TESTNET.courts, twoResultsBps: TESTNET.courts.twoResultsBps + 1 };
  for (const [name, parameters] of [
    ['slasher', { ...TESTNET, slashing }],
    ['disputes', { ...TESTNET, courts }],
    ['payments', { ...TESTNET, payments: longer }],
  ] as const) {
    await expect(deployNetwork(parameters, rpcUrl, deployer, holders)).rejects.toMatchObject({
      code: 'HANDED_OVER',
      message: expect.stringContaining(`: ${name} has no role`),
    });
  }
});

it('deployNetwork gives the faucet all its gas, even if somebody sent it a wei before', async () => {
  const network = { ...TESTNET, chainId: TESTNET.chainId + 1 };
  const rpcUrl = await chainOf(network);
  const wallet = deployerWallet({ ...network, rpcUrl }, deployer);
  const cai = await deployOnce(wallet, 'CAI', caiAbi, [deployer.address]);
  const { tokenAmount, tokenBudget, gasAmount, gasBudget, periodSeconds, gas } = TESTNET.faucet!;
  const terms = [cai, tokenAmount, tokenBudget, gasAmount, gasBudget, periodSeconds];
  const faucet = await deployOnce(wallet, 'Faucet', faucetAbi, terms);
  await mined(wallet, await wallet.sendTransaction({ to: faucet, value: 1n }));

  const { contracts } = await deployNetwork(network, rpcUrl, deployer, holders);
  expect(contracts.faucet).toBe(faucet);
  expect(await wallet.getBalance({ address: faucet })).toBe(gas);
});

it.each([
  ['another spelling of it', deployer.address.toLowerCase() as `0x${string}`],
  ['the deployer', deployer.address],
])('deployNetwork refuses an admin without notice before it sends anything: %s', async (_, admin) => {
  const rpcUrl = await chainOf(MAINNET);
  const wallet = deployerWallet({ ...MAINNET, rpcUrl }, deployer);
  const count = await wallet.getTransactionCount(deployer);
  await expect(deployNetwork(MAINNET, rpcUrl, deployer, { ...holders, admin })).rejects.toMatchObject({
    code: 'NO_NOTICE',
  });
  expect(await wallet.getTransactionCount(deployer)).toBe(count);
});

it('deployNetwork sets up a main network without a faucet', async () => {
  const rpcUrl = await chainOf(MAINNET);
  const { contracts } = await deployNetwork(MAINNET, rpcUrl, deployer, holders);
  expect(contracts.faucet).toBeNull();
});

it('deployNetwork fails when a contract refuses its parameters', async () => {
  const rpcUrl = await chainOf(MAINNET);
  const staking = { ...MAINNET.staking, coolDownSeconds: 60n };
  await expect(deployNetwork({ ...MAINNET, staking }, rpcUrl, deployer, holders)).rejects.toMatchObject({
    name: 'TransactionExecutionError',
    shortMessage: expect.stringMatching(/^Execution reverted/),
  });
});
