import { type Address, toFunctionSelector } from 'viem';
import { authorityAbi } from '#chain/generated/contracts.ts';
import { type DeployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import type { DeploymentParameters } from '#devnet/chain/parameters.ts';

/** The AccessManager's own number of the role above all others. */
export const ADMIN_ROLE = 0n;
export const SET_FEES = 'setFees(uint16,uint16)';
/** The roles of contracts/TRUST.md, by their numbers in the AccessManager. */
export const ROLES = { slasher: 1n, court: 2n, guardian: 3n, governor: 4n } as const;

/** Who holds the governance roles, and who receives the unallocated tokens. */
export interface Holders {
  admin: Address;
  governor: Address;
  guardian: Address;
  /** Receives the rest of the supply after deployment. */
  treasury: Address;
}

interface Courts {
  staking: Address;
  payments: Address;
  slasher: Address;
  disputes: Address;
  juries: Address;
}

export async function holdsRole(
  wallet: DeployerWallet,
  authority: Address,
  role: bigint,
  account: Address,
): Promise<boolean> {
  const contract = { abi: authorityAbi, address: authority } as const;
  const [isMember] = await wallet.readContract({
    ...contract,
    functionName: 'hasRole',
    args: [role, account],
  });
  return isMember;
}

/** The role that may call a function of a contract; the admin's if none was assigned. */
export async function roleOfFunction(
  wallet: DeployerWallet,
  authority: Address,
  target: Address,
  signature: string,
): Promise<bigint> {
  return wallet.readContract({
    abi: authorityAbi,
    address: authority,
    functionName: 'getTargetFunctionRole',
    args: [target, toFunctionSelector(signature)],
  });
}

/** Assigns the contracts' functions to roles, and the roles to their holders. Skips what is right already. */
export async function giveRoles(
  wallet: DeployerWallet,
  { authority, staking, payments, slasher, disputes, juries }: Courts & { authority: Address },
  holders: Holders,
  notice: DeploymentParameters['notice'],
): Promise<void> {
  const manager = { abi: authorityAbi, address: authority } as const;
  const assign = async (target: Address, signature: string, role: bigint) => {
    if ((await roleOfFunction(wallet, authority, target, signature)) === role) return;
    await mined(
      wallet,
      await wallet.writeContract({
        ...manager,
        functionName: 'setTargetFunctionRole',
        args: [target, [toFunctionSelector(signature)], role],
      }),
    );
  };
  const grant = async (role: bigint, account: Address, noticeSeconds: number) => {
    if (await holdsRole(wallet, authority, role, account)) return;
    await mined(
      wallet,
      await wallet.writeContract({
        ...manager,
        functionName: 'grantRole',
        args: [role, account, noticeSeconds],
      }),
    );
  };

  await assign(staking, 'slash(uint256,uint256,address)', ROLES.slasher);
  await assign(staking, 'jail(uint256,uint64)', ROLES.slasher);
  await assign(staking, 'restore(uint256,uint256)', ROLES.slasher);
  await assign(slasher, 'convict(uint256,uint16,bytes32,uint16)', ROLES.court);
  await assign(slasher, 'fine(uint256,uint256,bytes32,uint16)', ROLES.court);
  await assign(slasher, 'discard(uint256,uint256,uint256)', ROLES.court);
  await assign(slasher, 'giveBack(uint256,uint256,uint256)', ROLES.guardian);
  await assign(staking, 'pauseEntry(bool)', ROLES.guardian);
  await assign(staking, 'fund(uint256,uint256)', ROLES.governor);
  await assign(payments, SET_FEES, ROLES.governor);
  await grant(ROLES.slasher, slasher, 0);
  await grant(ROLES.court, disputes, 0);
  await grant(ROLES.court, juries, 0);
  await grant(ROLES.guardian, holders.guardian, 0);
  await grant(ROLES.governor, holders.governor, notice.governorSeconds);
}

/** Hands the network over to its admin. The deployer keeps no role. */
export async function handOver(
  wallet: DeployerWallet,
  authority: Address,
  admin: Address,
  noticeSeconds: number,
): Promise<void> {
  const manager = { abi: authorityAbi, address: authority } as const;
  const deployer = wallet.account.address;
  if (admin === deployer) return;
  await mined(
    wallet,
    await wallet.writeContract({
      ...manager,
      functionName: 'grantRole',
      args: [ADMIN_ROLE, admin, noticeSeconds],
    }),
  );
  await mined(
    wallet,
    await wallet.writeContract({ ...manager, functionName: 'renounceRole', args: [ADMIN_ROLE, deployer] }),
  );
}
