import {
  createWalletClient,
  http,
  publicActions,
  type Abi,
  type Address,
  type Hex,
  type LocalAccount,
} from 'viem';
import { authorityAbi, caiAbi, faucetAbi, paymentsAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { chainOf, readClientOf, type NetworkConfig } from '#chain/networkConfig.ts';
import { encodeNodeInfo, readNodeInfo } from '#chain/nodeInfo.ts';
import { ROLE } from '#chain/roster.ts';
import { readOperatorNode } from '#chain/standing.ts';
import { readBytecode } from '#devnet/artifact.ts';
import type { DeploymentParameters } from '#devnet/parameters.ts';
import { OPERATOR_CONSENT, stakingDomain } from '#protocol/typedData.ts';

const CONSENT_LIFETIME_S = 3_600n;

function walletOf(config: NetworkConfig, account: LocalAccount) {
  return createWalletClient({
    account,
    chain: chainOf(config),
    transport: http(config.rpcUrl),
    pollingInterval: 100,
  }).extend(publicActions);
}
type Wallet = ReturnType<typeof walletOf>;

async function mined(wallet: Wallet, hash: Hex) {
  const receipt = await wallet.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`The transaction ${hash} was reverted.`);
  return receipt;
}

async function create(wallet: Wallet, name: string, abi: Abi, args: readonly unknown[]): Promise<Address> {
  const hash = await wallet.deployContract({ abi, bytecode: await readBytecode(name), args });
  const { contractAddress } = await mined(wallet, hash);
  if (!contractAddress) throw new Error(`The deployment of ${name} made no contract.`);
  return contractAddress;
}

/** Puts the contracts on the chain, and the faucet's and the emission's tokens where they belong. */
export async function deployContracts(
  parameters: DeploymentParameters,
  rpcUrl: string,
  deployer: LocalAccount,
): Promise<NetworkConfig> {
  const { name, chainId, staking: rules, faucet: drip, emission } = parameters;
  const none: Address = '0x0000000000000000000000000000000000000000';
  const blank = { name, chainId, rpcUrl, devnet: true, contracts: { cai: none, faucet: null, staking: none, payments: none } };
  const wallet = walletOf(blank, deployer);

  const authority = await create(wallet, 'Authority', authorityAbi, [deployer.address]);
  const cai = await create(wallet, 'CAI', caiAbi, [deployer.address]);
  const staking = await create(wallet, 'Staking', stakingAbi, [
    cai,
    authority,
    rules.minerMinimum,
    rules.coordinatorMinimum,
    rules.coolDownSeconds,
  ]);
  const payments = await create(wallet, 'Payments', paymentsAbi, [
    cai,
    staking,
    parameters.payments.withdrawalDelaySeconds,
  ]);
  const faucet = await create(wallet, 'Faucet', faucetAbi, [cai, drip.tokenAmount, drip.gasAmount, drip.periodSeconds]);

  const token = { abi: caiAbi, address: cai } as const;
  await mined(wallet, await wallet.writeContract({ ...token, functionName: 'transfer', args: [faucet, drip.tokens] }));
  await mined(wallet, await wallet.sendTransaction({ to: faucet, value: drip.gas }));
  await mined(wallet, await wallet.writeContract({ ...token, functionName: 'approve', args: [staking, emission.amount] }));
  await mined(
    wallet,
    await wallet.writeContract({
      abi: stakingAbi,
      address: staking,
      functionName: 'fund',
      args: [emission.amount, emission.durationSeconds],
    }),
  );
  return { ...blank, contracts: { cai, faucet, staking, payments } };
}

/**
 * Registers a coordinator: `owner` stakes for it, the operator key consents, and its deposit for paying miners is
 * made. The deployer's treasury gives the tokens and the gas.
 * @param url base of the coordinator's HTTP API, published on-chain
 */
export async function registerCoordinator(
  parameters: DeploymentParameters,
  config: NetworkConfig,
  keys: { deployer: LocalAccount; owner: LocalAccount; operator: LocalAccount },
  url: string,
): Promise<void> {
  const { stake, deposit, gas, name, commissionBps } = parameters.coordinator;
  const { cai, staking, payments } = config.contracts;
  const treasury = walletOf(config, keys.deployer);
  const owner = walletOf(config, keys.owner);
  const token = { abi: caiAbi, address: cai } as const;

  await mined(treasury, await treasury.sendTransaction({ to: keys.operator.address, value: gas }));
  await mined(treasury, await treasury.sendTransaction({ to: keys.owner.address, value: gas }));
  await mined(treasury, await treasury.writeContract({ ...token, functionName: 'transfer', args: [keys.owner.address, stake] }));
  await mined(treasury, await treasury.writeContract({ ...token, functionName: 'approve', args: [payments, deposit] }));
  await mined(
    treasury,
    await treasury.writeContract({
      abi: paymentsAbi,
      address: payments,
      functionName: 'deposit',
      args: [keys.operator.address, deposit],
    }),
  );

  const pool = { abi: stakingAbi, address: staking } as const;
  await mined(owner, await owner.writeContract({ ...token, functionName: 'approve', args: [staking, stake] }));
  await mined(owner, await owner.writeContract({ ...pool, functionName: 'stake', args: [stake] }));
  const nonce = await owner.readContract({ ...pool, functionName: 'operatorNonce', args: [keys.operator.address] });
  const { timestamp } = await owner.getBlock();
  const deadline = timestamp + CONSENT_LIFETIME_S;
  const consent = await keys.operator.signTypedData({
    domain: stakingDomain({ chainId: config.chainId, staking, payments }),
    types: OPERATOR_CONSENT,
    primaryType: 'OperatorConsent',
    message: { owner: keys.owner.address, role: ROLE.coordinator, operator: keys.operator.address, nonce, deadline },
  });
  await mined(
    owner,
    await owner.writeContract({
      ...pool,
      functionName: 'register',
      args: [
        ROLE.coordinator,
        keys.operator.address,
        commissionBps,
        stake,
        encodeNodeInfo({ name, url }),
        deadline,
        consent,
      ],
    }),
  );
}

/** Announces a registered coordinator's API address when it is not the announced one (the devnet's port changed). */
export async function publishCoordinatorUrl(
  parameters: DeploymentParameters,
  config: NetworkConfig,
  keys: { owner: LocalAccount; operator: LocalAccount },
  url: string,
): Promise<void> {
  const { staking } = config.contracts;
  const client = readClientOf(config);
  const node = await readOperatorNode(client, staking, keys.operator.address);
  if (node === undefined) throw new Error('The coordinator’s key is not registered on this chain.');
  if ((await readNodeInfo(client, staking, node))?.url === url) return;
  const owner = walletOf(config, keys.owner);
  await mined(
    owner,
    await owner.writeContract({
      abi: stakingAbi,
      address: staking,
      functionName: 'updateInfo',
      args: [node.id, encodeNodeInfo({ name: parameters.coordinator.name, url })],
    }),
  );
}
