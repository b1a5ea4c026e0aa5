import { type Address, getAddress, type LocalAccount } from 'viem';
import {
  authorityAbi,
  caiAbi,
  disputesAbi,
  epochsAbi,
  faucetAbi,
  juriesAbi,
  paymentsAbi,
  slasherAbi,
  stakingAbi,
} from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { type DeployerWallet, deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { DeploymentError, deployOnce } from '#devnet/chain/deterministicContract.ts';
import type { DeploymentParameters } from '#devnet/chain/parameters.ts';
import {
  ADMIN_ROLE,
  giveRoles,
  type Holders,
  handOver,
  holdsRole,
  ROLES,
  roleOfFunction,
  SET_FEES,
} from '#devnet/chain/roles.ts';

type Contracts = NetworkConfig['contracts'];

/** Deploys the contracts that are not on the chain yet. */
async function deployContracts(
  parameters: DeploymentParameters,
  wallet: DeployerWallet,
): Promise<{ authority: Address; contracts: Contracts }> {
  const { staking: rules, payments: terms, slashing, courts, faucet: drip } = parameters;
  const deployer = wallet.account.address;
  const authority = await deployOnce(wallet, 'Authority', authorityAbi, [deployer]);
  const cai = await deployOnce(wallet, 'CAI', caiAbi, [deployer]);
  const staking = await deployOnce(wallet, 'Staking', stakingAbi, [
    cai,
    authority,
    rules.minerMinimum,
    rules.coordinatorMinimum,
    rules.coolDownSeconds,
  ]);
  const payments = await deployOnce(wallet, 'Payments', paymentsAbi, [
    cai,
    staking,
    terms.withdrawalDelaySeconds,
  ]);
  const epochs = await deployOnce(wallet, 'Epochs', epochsAbi, [BigInt(parameters.epochs.blocks)]);
  const slasher = await deployOnce(wallet, 'Slasher', slasherAbi, [
    staking,
    authority,
    slashing.capBps,
    slashing.holdSeconds,
  ]);
  const { reporterBps, twoResultsBps, wrongDrawBps, evidenceSeconds } = courts;
  const assignmentSeconds = BigInt(parameters.epochs.assignmentSeconds);
  const disputes = await deployOnce(wallet, 'Disputes', disputesAbi, [
    slasher,
    epochs,
    { reporterBps, twoResultsBps, wrongDrawBps, evidenceSeconds, assignmentSeconds },
  ]);
  const juries = await deployOnce(wallet, 'Juries', juriesAbi, [slasher, epochs, courts.terms]);
  const faucet =
    drip === undefined
      ? null
      : await deployOnce(wallet, 'Faucet', faucetAbi, [
          cai,
          drip.tokenAmount,
          drip.tokenBudget,
          drip.gasAmount,
          drip.gasBudget,
          drip.periodSeconds,
        ]);
  return { authority, contracts: { cai, faucet, staking, payments, epochs, slasher, disputes, juries } };
}

/** Funds the faucet and the emission's vault if they have not been funded yet. */
async function fill(
  parameters: DeploymentParameters,
  wallet: DeployerWallet,
  contracts: Contracts,
): Promise<void> {
  const { faucet: drip, emission } = parameters;
  const { faucet, staking } = contracts;
  const token = { abi: caiAbi, address: contracts.cai } as const;
  const pool = { abi: stakingAbi, address: staking } as const;
  if (drip !== undefined && faucet !== null) {
    if ((await wallet.readContract({ ...token, functionName: 'balanceOf', args: [faucet] })) === 0n) {
      await mined(
        wallet,
        await wallet.writeContract({ ...token, functionName: 'transfer', args: [faucet, drip.tokens] }),
      );
    }
    // Anybody can send a wei to its address, even before it is deployed.
    const lacking = drip.gas - (await wallet.getBalance({ address: faucet }));
    if (lacking > 0n) await mined(wallet, await wallet.sendTransaction({ to: faucet, value: lacking }));
  }
  if ((await wallet.readContract({ ...pool, functionName: 'emissionEnd' })) === 0n) {
    await mined(
      wallet,
      await wallet.writeContract({ ...token, functionName: 'approve', args: [staking, emission.amount] }),
    );
    await mined(
      wallet,
      await wallet.writeContract({
        ...pool,
        functionName: 'fund',
        args: [emission.amount, emission.durationSeconds],
      }),
    );
  }
}

async function setFees(
  { feeBps, payerPoolBps }: DeploymentParameters['payments'],
  wallet: DeployerWallet,
  payments: Address,
): Promise<void> {
  const contract = { abi: paymentsAbi, address: payments } as const;
  const fee = await wallet.readContract({ ...contract, functionName: 'feeBps' });
  const part = await wallet.readContract({ ...contract, functionName: 'payerPoolBps' });
  if (fee === feeBps && part === payerPoolBps) return;
  await mined(
    wallet,
    await wallet.writeContract({ ...contract, functionName: 'setFees', args: [feeBps, payerPoolBps] }),
  );
}

/** Transfers the rest of the supply to the treasury. */
async function endow(wallet: DeployerWallet, cai: Address, treasury: Address): Promise<void> {
  const deployer = wallet.account.address;
  if (treasury === deployer) return;
  const token = { abi: caiAbi, address: cai } as const;
  const left = await wallet.readContract({ ...token, functionName: 'balanceOf', args: [deployer] });
  if (left === 0n) return;
  await mined(
    wallet,
    await wallet.writeContract({ ...token, functionName: 'transfer', args: [treasury, left] }),
  );
}

/** The deployer acts without notice, so where the admin must give notice it cannot keep that role. */
function requireNotice({ notice }: DeploymentParameters, admin: Address, deployer: Address): void {
  if (notice.adminSeconds === 0 || admin !== deployer) return;
  throw new DeploymentError(
    'NO_NOTICE',
    'The deployer cannot be the admin: it would act without notice. Name another address as the admin.',
  );
}

/**
 * Checks that the contracts have their place in the authority. A network that was handed over with other
 * parameters has other contracts, and it does not know the ones deployed with these parameters.
 */
async function requireInOffice(
  wallet: DeployerWallet,
  authority: Address,
  contracts: Contracts,
): Promise<void> {
  const { payments, slasher, disputes, juries } = contracts;
  for (const [name, inOffice] of [
    ['payments', (await roleOfFunction(wallet, authority, payments, SET_FEES)) === ROLES.governor],
    ['slasher', await holdsRole(wallet, authority, ROLES.slasher, slasher)],
    ['disputes', await holdsRole(wallet, authority, ROLES.court, disputes)],
    ['juries', await holdsRole(wallet, authority, ROLES.court, juries)],
  ] as const) {
    if (inOffice) continue;
    const sentence = `This network was handed over with other parameters or contracts: ${name} has no role in it.`;
    throw new DeploymentError(
      'HANDED_OVER',
      `${sentence} Only its admin can give one to ${contracts[name]}.`,
    );
  }
}

/**
 * Sets up a network with these parameters: contracts, first tokens, fees, roles, and the hand-over to the
 * admin. Safe to run again at any time: it does what is still missing, and changes nothing once the network
 * is handed over.
 * @returns the config with which the dApp, coordinators and miners find the network
 * @throws DeploymentError
 */
export async function deployNetwork(
  parameters: DeploymentParameters,
  rpcUrl: string,
  deployer: LocalAccount,
  holders: Holders,
): Promise<NetworkConfig> {
  const { name, chainId, devnet, epochs } = parameters;
  const [admin, treasury] = [getAddress(holders.admin), getAddress(holders.treasury)];
  requireNotice(parameters, admin, deployer.address);
  const wallet = deployerWallet({ name, chainId, rpcUrl, devnet }, deployer);
  const { authority, contracts } = await deployContracts(parameters, wallet);
  if (await holdsRole(wallet, authority, ADMIN_ROLE, deployer.address)) {
    // As admin, the deployer may do all that has no role yet.
    await fill(parameters, wallet, contracts);
    await setFees(parameters.payments, wallet, contracts.payments);
    await giveRoles(wallet, { authority, ...contracts }, holders, parameters.notice);
    await endow(wallet, contracts.cai, treasury);
    await handOver(wallet, authority, admin, parameters.notice.adminSeconds);
  }
  await requireInOffice(wallet, authority, contracts);
  return { name, chainId, rpcUrl, devnet, epochs, contracts };
}
