import { type Address, createTestClient, createWalletClient, http, publicActions } from 'viem';
import { authorityAbi, caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { chainOf, readClientOf } from '#chain/networkConfig.ts';
import { readChannel } from '#chain/payments/channel.ts';
import { type Role, type RosterNode, readRoster } from '#chain/roster.ts';
import { devnetDeployer, keptKey } from '#devnet/chain/keys.ts';
import { ROLES } from '#devnet/chain/roles.ts';
import type { Devnet } from '#devnet/devnet.ts';

/** What a test does to the devnet's chain besides using the dApp: it moves time and acts as the admin. */

const adminOf = (devnet: Devnet) =>
  createWalletClient({
    account: devnetDeployer(),
    chain: chainOf(devnet.chain.config),
    transport: http(devnet.chain.config.rpcUrl),
    pollingInterval: 100,
  }).extend(publicActions);

const testerOf = ({ chain: { config } }: Devnet) =>
  createTestClient({ mode: 'anvil', chain: chainOf(config), transport: http(config.rpcUrl) }).extend(
    publicActions,
  );

export async function passTime(devnet: Devnet, seconds: number): Promise<void> {
  const client = testerOf(devnet);
  await client.increaseTime({ seconds });
  await client.mine({ blocks: 1 });
}

/**
 * Moves the chain to this time, so that all of the window that begins then is left. Does nothing once it is
 * later.
 * @param at Unix seconds
 */
export async function passTimeTo(devnet: Devnet, at: number): Promise<void> {
  const client = testerOf(devnet);
  const { timestamp } = await client.getBlock();
  if (timestamp >= at) return;
  await client.setNextBlockTimestamp({ timestamp: BigInt(at) });
  await client.mine({ blocks: 1 });
}

/** Makes no blocks until the answer is called; then one with all that waits. */
export async function holdBlocks(devnet: Devnet): Promise<() => Promise<void>> {
  const client = testerOf(devnet);
  await client.setAutomine(false);
  return async () => {
    await client.mine({ blocks: 1 });
    await client.setAutomine(true);
  };
}

const nodesOf = ({ chain: { config } }: Devnet, role: Role): Promise<RosterNode[]> =>
  readRoster(readClientOf(config), config.contracts.staking, role);

export const minersOf = (devnet: Devnet): Promise<RosterNode[]> => nodesOf(devnet, 'miner');

/** The node that a key serves. */
export async function nodeOf(devnet: Devnet, operator: Address): Promise<RosterNode> {
  const nodes = [...(await minersOf(devnet)), ...(await nodesOf(devnet, 'coordinator'))];
  const node = nodes.find((each) => each.operator === operator);
  if (node === undefined) throw new Error(`The key ${operator} serves no node.`);
  return node;
}

/** The operator key of the devnet's own coordinator. */
export const coordinatorOf = async ({ chain }: Devnet): Promise<Address> =>
  (await keptKey(chain.coordinatorKeyFile)).address;

export async function jail(devnet: Devnet, node: RosterNode, seconds: number): Promise<void> {
  const admin = adminOf(devnet);
  const { staking } = devnet.chain.config.contracts;
  // Only the slasher may jail, so the admin grants itself that role.
  const authority = await admin.readContract({
    abi: stakingAbi,
    address: staking,
    functionName: 'authority',
  });
  const granted = await admin.writeContract({
    abi: authorityAbi,
    address: authority,
    functionName: 'grantRole',
    args: [ROLES.slasher, admin.account.address, 0],
  });
  await admin.waitForTransactionReceipt({ hash: granted });
  const { timestamp } = await admin.getBlock();
  const hash = await admin.writeContract({
    abi: stakingAbi,
    address: staking,
    functionName: 'jail',
    args: [node.id, timestamp + BigInt(seconds)],
  });
  await admin.waitForTransactionReceipt({ hash });
}

/** Wei of CAI that were redeemed from `payer` to the operator `payee`. */
export async function redeemedOf({ chain }: Devnet, payer: Address, payee: Address): Promise<bigint> {
  const { config } = chain;
  return (await readChannel(readClientOf(config), config.contracts.payments, payer, payee)).redeemed;
}

/** Wei of CAI in a wallet. */
export const tokensOf = (devnet: Devnet, holder: Address): Promise<bigint> =>
  readClientOf(devnet.chain.config).readContract({
    abi: caiAbi,
    address: devnet.chain.config.contracts.cai,
    functionName: 'balanceOf',
    args: [holder],
  });

/** Wei of CAI that `from` has sent to `to`, in all transactions so far. */
export async function sentFrom(devnet: Devnet, from: Address, to: Address): Promise<bigint> {
  const { cai: address } = devnet.chain.config.contracts;
  const transfers = await testerOf(devnet).getContractEvents({
    ...{ abi: caiAbi, address, eventName: 'Transfer', args: { from, to }, fromBlock: 0n, strict: true },
  });
  return transfers.reduce((sum, { args }) => sum + args.value, 0n);
}

/** Wei of CAI that there are in all. */
export const supplyOf = ({ chain: { config } }: Devnet): Promise<bigint> =>
  readClientOf(config).readContract({
    ...{ abi: caiAbi, address: config.contracts.cai, functionName: 'totalSupply' },
  });
