import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAccount, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { caiAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';
import { deployNetwork } from '#devnet/chain/deploy.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';

/** A chain of its own with the contracts, and an operator key that holds gas and CAI. */
export interface OperatorChain {
  readonly anvil: Anvil;
  readonly config: NetworkConfig;
  readonly operator: LocalAccount;
  stop(): Promise<void>;
}

const newAccount = () => privateKeyToAccount(generatePrivateKey());

/** @param operatorWei CAI of the operator key, in wei */
export async function startOperatorChain(operatorWei: bigint): Promise<OperatorChain> {
  const folder = await mkdtemp(join(tmpdir(), 'cuckoo-operator-'));
  const [operator, holder] = [newAccount(), newAccount()];
  const anvil = await startAnvil({
    port: 0,
    stateFile: join(folder, 'state.json'),
    chainId: DEVNET.chainId,
  });
  const { address } = holder;
  const config = await deployNetwork(DEVNET, anvil.rpcUrl, devnetDeployer(), {
    ...{ admin: address, governor: address, guardian: address, treasury: address },
  });
  const gas = deployerWallet(config, devnetDeployer());
  for (const { address: to } of [operator, holder])
    await mined(gas, await gas.sendTransaction({ to, value: parseEther('10') }));
  const tokens = deployerWallet(config, holder);
  await mined(
    tokens,
    await tokens.writeContract({
      ...{ abi: caiAbi, address: config.contracts.cai, functionName: 'transfer' },
      args: [operator.address, operatorWei],
    } as const),
  );
  return {
    ...{ anvil, config, operator },
    stop: async () => {
      await anvil.stop();
      await rm(folder, { recursive: true });
    },
  };
}
