import { encodeFunctionData, type Hex, keccak256, type LocalAccount, parseEther, toHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { caiAbi, slasherAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf, readClientOf } from '#chain/networkConfig.ts';
import { encodeNodeInfo } from '#chain/nodeInfo.ts';
import { ROLE } from '#chain/roster.ts';
import { type DeployerWallet, deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { callAs } from '#devnet/testing/callAs.ts';
import { OPERATOR_CONSENT, stakingDomain } from '#protocol/signed/typedData.ts';

/** Nodes that a test puts on the chain, without a tab behind them. */

/** A node with the wallet that owns it, or that has votes there. */
export interface ChainNode {
  id: bigint;
  owner: LocalAccount;
}

const newKey = () => privateKeyToAccount(generatePrivateKey());
/** An hour, as the dApp's consents have. */
const CONSENT_S = 3_600n;

async function sent(devnet: Devnet, account: LocalAccount, send: (wallet: DeployerWallet) => Promise<Hex>) {
  const wallet = deployerWallet(devnet.chain.config, account);
  await mined(wallet, await send(wallet));
}

const poolOf = ({ chain }: Devnet) => ({ abi: stakingAbi, address: chain.config.contracts.staking }) as const;

/** Gives an account gas, and CAI that it stakes. */
export async function fund(devnet: Devnet, account: LocalAccount, wei: bigint): Promise<void> {
  const { cai, staking } = devnet.chain.config.contracts;
  const token = { abi: caiAbi, address: cai } as const;
  const deployer = devnetDeployer();
  if (account.address !== deployer.address) {
    await sent(devnet, deployer, (wallet) =>
      wallet.sendTransaction({ to: account.address, value: parseEther('1') }),
    );
    await sent(devnet, deployer, (wallet) =>
      wallet.writeContract({ ...token, functionName: 'transfer', args: [account.address, wei] }),
    );
  }
  await sent(devnet, account, (wallet) =>
    wallet.writeContract({ ...token, functionName: 'approve', args: [staking, wei] }),
  );
  await sent(devnet, account, (wallet) =>
    wallet.writeContract({ ...poolOf(devnet), functionName: 'stake', args: [wei] }),
  );
}

/** Registers a miner with the least bond. @param owner of the node; a new key without it */
export async function addMiner(
  devnet: Devnet,
  name: string,
  commissionBps: number,
  owner: LocalAccount = newKey(),
): Promise<ChainNode> {
  const { config } = devnet.chain;
  const operator = newKey();
  const bond = DEVNET.staking.minerMinimum;
  await fund(devnet, owner, bond);
  const pool = poolOf(devnet);
  const client = deployerWallet(config, owner);
  const deadline = (await client.getBlock()).timestamp + CONSENT_S;
  const consent = await operator.signTypedData({
    ...{ domain: stakingDomain(identityOf(config)), types: OPERATOR_CONSENT, primaryType: 'OperatorConsent' },
    message: { owner: owner.address, role: ROLE.miner, operator: operator.address, deadline },
  } as const);
  const info = encodeNodeInfo({ name });
  const args = [ROLE.miner, operator.address, commissionBps, bond, info, deadline, consent] as const;
  await sent(devnet, owner, (wallet) => wallet.writeContract({ ...pool, functionName: 'register', args }));
  const nodeIdOf = { ...pool, functionName: 'nodeIdOf', args: [operator.address] } as const;
  return { id: await client.readContract(nodeIdOf), owner };
}

/** Votes for a node with CAI of a wallet of its own, the one that is returned. */
export async function voteFor(
  devnet: Devnet,
  { id }: Pick<ChainNode, 'id'>,
  cai: number,
): Promise<LocalAccount> {
  const [voter, wei] = [newKey(), parseEther(String(cai))];
  await fund(devnet, voter, wei);
  const vote = { ...poolOf(devnet), functionName: 'vote', args: [id, wei] } as const;
  await sent(devnet, voter, (wallet) => wallet.writeContract(vote));
  return voter;
}

/** What a wallet has in a node, in wei: its votes there, and what it is taking out. */
export async function positionIn(devnet: Devnet, { id, owner }: ChainNode) {
  const client = readClientOf(devnet.chain.config);
  const args = [owner.address, id] as const;
  const [votes, leaving] = await Promise.all([
    client.readContract({ ...poolOf(devnet), functionName: 'votesOf', args }),
    client.readContract({ ...poolOf(devnet), functionName: 'leavingOf', args }),
  ]);
  return { votes, leaving };
}

/** Pays a fee into the node's pool, as tasks do: it works. */
export async function payFor(devnet: Devnet, { id }: ChainNode, cai: number): Promise<void> {
  const wei = parseEther(String(cai));
  const { cai: address, staking } = devnet.chain.config.contracts;
  const allow = { abi: caiAbi, address, functionName: 'approve', args: [staking, wei] } as const;
  const reward = { ...poolOf(devnet), functionName: 'reward', args: [id, wei] } as const;
  await sent(devnet, devnetDeployer(), (wallet) => wallet.writeContract(allow));
  await sent(devnet, devnetDeployer(), (wallet) => wallet.writeContract(reward));
}

/** Its owner announces a higher commission, or lowers it. */
export const setCommission = (devnet: Devnet, { id, owner }: ChainNode, bps: number): Promise<void> =>
  sent(devnet, owner, (wallet) =>
    wallet.writeContract({ ...poolOf(devnet), functionName: 'setCommission', args: [id, bps] }),
  );

/** Its owner takes a part of the bond out, or a voter a part of its votes. */
export const takeOut = (devnet: Devnet, { id, owner }: ChainNode, cai: number): Promise<void> =>
  sent(devnet, owner, (wallet) =>
    wallet.writeContract({
      ...poolOf(devnet),
      functionName: 'unvote',
      args: [id, parseEther(String(cai))],
    }),
  );

/** Its owner closes it. */
export const retire = (devnet: Devnet, { id, owner }: ChainNode): Promise<void> =>
  sent(devnet, owner, (wallet) =>
    wallet.writeContract({ ...poolOf(devnet), functionName: 'retire', args: [id] }),
  );

/**
 * What the juries' contract does after a verdict against a node: a fifth of its stake is taken, and it is
 * jailed.
 */
export async function convict(devnet: Devnet, { id }: ChainNode): Promise<void> {
  const { config } = devnet.chain;
  const { juries, slasher } = config.contracts;
  const { slashBps, paidBps } = DEVNET.courts.terms;
  const evidence = keccak256(toHex(`evidence against ${id}`));
  const args = [id, slashBps, evidence, paidBps] as const;
  const data = encodeFunctionData({ abi: slasherAbi, functionName: 'convict', args });
  await callAs(config, juries, { to: slasher, data });
}
