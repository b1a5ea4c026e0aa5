import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Address } from 'viem';
import { type NetworkConfig, networkConfigSchema, readClientOf } from '#chain/networkConfig.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';
import { ensureCoordinator } from '#devnet/chain/coordinatorRegistration.ts';
import { deployNetwork } from '#devnet/chain/deploy.ts';
import { devnetDeployer, keptKey } from '#devnet/chain/keys.ts';
import { DEVNET, DEVNET_COORDINATOR } from '#devnet/chain/parameters.ts';

export interface DevnetChain {
  anvil: Anvil;
  config: NetworkConfig;
  /** Where `config` is written for the coordinator and the dApp. */
  networkFile: string;
  /** Key file of the registered coordinator. */
  coordinatorKeyFile: string;
}

/**
 * The staking contract that an earlier start deployed; undefined if this chain does not have it.
 */
async function knownStaking(networkFile: string, rpcUrl: string): Promise<Address | undefined> {
  let config: NetworkConfig | undefined;
  try {
    config = networkConfigSchema.safeParse(JSON.parse(await readFile(networkFile, 'utf8'))).data;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
  }
  if (config === undefined) return undefined;
  const { staking } = config.contracts;
  const code = await readClientOf({ ...config, rpcUrl }).getCode({ address: staking });
  return code === undefined ? undefined : staking;
}

/**
 * Starts anvil on the state kept in `folder`; deploys the contracts and registers the coordinator where that
 * is not done.
 * @param coordinatorUrl base of the HTTP API that the coordinator's registration publishes
 */
export async function startChain(options: {
  folder: string;
  rpcPort: number;
  coordinatorUrl: string;
}): Promise<DevnetChain> {
  const { folder } = options;
  await mkdir(folder, { recursive: true });
  const stateFile = join(folder, 'chain.json');
  const networkFile = join(folder, 'network.json');
  const coordinatorKeyFile = join(folder, 'coordinator.key');
  const anvil = await startAnvil({ port: options.rpcPort, stateFile, chainId: DEVNET.chainId });
  try {
    const keys = {
      deployer: devnetDeployer(),
      owner: await keptKey(join(folder, 'coordinator-owner.key')),
      operator: await keptKey(coordinatorKeyFile),
    };
    const { address } = keys.deployer;
    const holders = { admin: address, governor: address, guardian: address, treasury: address };
    const known = await knownStaking(networkFile, anvil.rpcUrl);
    const config = await deployNetwork(DEVNET, anvil.rpcUrl, keys.deployer, holders);
    if (known !== config.contracts.staking) {
      // The coordinator's records are those of a network that no longer exists.
      await rm(join(folder, 'coordinator'), { recursive: true, force: true });
    }
    await ensureCoordinator(DEVNET_COORDINATOR, config, keys, options.coordinatorUrl);
    await writeFile(networkFile, `${JSON.stringify(config, null, 2)}\n`);
    return { anvil, config, networkFile, coordinatorKeyFile };
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}
