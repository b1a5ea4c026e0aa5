import type { LocalAccount } from 'viem';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf, type NetworkConfig, readClientOf } from '#chain/networkConfig.ts';
import { encodeNodeInfo, readNodeInfo } from '#chain/nodeInfo.ts';
import { ROLE, type RosterNode } from '#chain/roster.ts';
import { readOperatorNode } from '#chain/standing.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import type { CoordinatorParameters } from '#devnet/chain/parameters.ts';
import { signOperatorConsent } from '#protocol/signed/operatorConsent.ts';

const CONSENT_LIFETIME_S = 3_600n;

export interface CoordinatorKeys {
  /** Gives the tokens and the gas. */
  deployer: LocalAccount;
  owner: LocalAccount;
  operator: LocalAccount;
}

/** `owner` stakes for it, the operator key consents, and gets the CAI with which it pays miners. */
async function register(
  parameters: CoordinatorParameters,
  config: NetworkConfig,
  keys: CoordinatorKeys,
  url: string,
): Promise<void> {
  const { stake, funds, gas, name, commissionBps } = parameters;
  const { cai, staking } = config.contracts;
  const treasury = deployerWallet(config, keys.deployer);
  const owner = deployerWallet(config, keys.owner);
  const token = { abi: caiAbi, address: cai } as const;

  await mined(treasury, await treasury.sendTransaction({ to: keys.operator.address, value: gas }));
  await mined(treasury, await treasury.sendTransaction({ to: keys.owner.address, value: gas }));
  await mined(
    treasury,
    await treasury.writeContract({ ...token, functionName: 'transfer', args: [keys.owner.address, stake] }),
  );
  await mined(
    treasury,
    await treasury.writeContract({
      ...token,
      functionName: 'transfer',
      args: [keys.operator.address, funds],
    }),
  );

  const pool = { abi: stakingAbi, address: staking } as const;
  await mined(
    owner,
    await owner.writeContract({ ...token, functionName: 'approve', args: [staking, stake] }),
  );
  await mined(owner, await owner.writeContract({ ...pool, functionName: 'stake', args: [stake] }));
  const { timestamp } = await owner.getBlock();
  const deadline = timestamp + CONSENT_LIFETIME_S;
  const consent = await signOperatorConsent(identityOf(config), keys.operator, {
    ...{ owner: keys.owner.address, role: ROLE.coordinator, deadline },
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

async function publishUrl(
  node: RosterNode,
  { name, url }: { name: string; url: string },
  config: NetworkConfig,
  ownerKey: LocalAccount,
): Promise<void> {
  const { staking } = config.contracts;
  if ((await readNodeInfo(readClientOf(config), staking, node))?.url === url) return;
  const owner = deployerWallet(config, ownerKey);
  await mined(
    owner,
    await owner.writeContract({
      abi: stakingAbi,
      address: staking,
      functionName: 'updateInfo',
      args: [node.id, encodeNodeInfo({ name, url })],
    }),
  );
}

/**
 * Registers a coordinator if its key serves no node yet; otherwise announces its API's address if that has
 * changed, for example because the devnet's port has.
 * @param url base of the coordinator's HTTP API, published on-chain
 */
export async function ensureCoordinator(
  parameters: CoordinatorParameters,
  config: NetworkConfig,
  keys: CoordinatorKeys,
  url: string,
): Promise<void> {
  const node = await readOperatorNode(readClientOf(config), config.contracts.staking, keys.operator.address);
  if (node === undefined) await register(parameters, config, keys, url);
  else await publishUrl(node, { name: parameters.name, url }, config, keys.owner);
}
