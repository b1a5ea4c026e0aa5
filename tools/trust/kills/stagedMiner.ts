import { type Hex, parseEther } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf, type NetworkConfig } from '#chain/networkConfig.ts';
import { ROLE } from '#chain/roster.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { OPERATOR_CONSENT, stakingDomain } from '#protocol/signed/typedData.ts';

/** A miner's node. */
export interface StagedMiner {
  readonly id: bigint;
  readonly owner: PrivateKeyAccount;
  readonly operator: PrivateKeyAccount;
  /** The operator's. */
  readonly key: Hex;
}

/** How long its consent is valid, in seconds. */
const CONSENT_S = 3_600n;

/** Registers a miner of an owner of its own on a devnet's chain, with this bond in wei. */
export async function registerMiner(config: NetworkConfig, bond: bigint): Promise<StagedMiner> {
  const [owner, key] = [privateKeyToAccount(generatePrivateKey()), generatePrivateKey()];
  const operator = privateKeyToAccount(key);
  const { cai, staking } = config.contracts;
  const treasury = deployerWallet(config, devnetDeployer());
  const token = { abi: caiAbi, address: cai } as const;
  await mined(treasury, await treasury.sendTransaction({ to: owner.address, value: parseEther('1') }));
  const give = { ...token, functionName: 'transfer', args: [owner.address, bond] } as const;
  await mined(treasury, await treasury.writeContract(give));
  const wallet = deployerWallet(config, owner);
  const pool = { abi: stakingAbi, address: staking } as const;
  const allow = { ...token, functionName: 'approve', args: [staking, bond] } as const;
  await mined(wallet, await wallet.writeContract(allow));
  await mined(wallet, await wallet.writeContract({ ...pool, functionName: 'stake', args: [bond] }));
  const deadline = (await wallet.getBlock()).timestamp + CONSENT_S;
  const consent = await operator.signTypedData({
    ...{ domain: stakingDomain(identityOf(config)), types: OPERATOR_CONSENT, primaryType: 'OperatorConsent' },
    message: { owner: owner.address, role: ROLE.miner, operator: operator.address, deadline },
  } as const);
  const args = [ROLE.miner, operator.address, 0, bond, '{}', deadline, consent] as const;
  await mined(wallet, await wallet.writeContract({ ...pool, functionName: 'register', args }));
  const id = { ...pool, functionName: 'nodeIdOf', args: [operator.address] } as const;
  return { id: await wallet.readContract(id), owner, operator, key };
}
