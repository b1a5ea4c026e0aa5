import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { networkConfigSchema, readClientOf, type NetworkConfig } from '#chain/networkConfig.ts';
import { startAnvil, type Anvil } from '#devnet/anvil.ts';
import { deployContracts, publishCoordinatorUrl, registerCoordinator } from '#devnet/deploy.ts';
import { devnetDeployer, keptKey } from '#devnet/keys.ts';
import { DEVNET } from '#devnet/parameters.ts';

export interface DevnetChain {
  anvil: Anvil;
  config: NetworkConfig;
  /** Where `config` is written for the coordinator and the dApp. */
  networkFile: string;
  /** Key file of the registered coordinator. */
  coordinatorKeyFile: string;
}

/** The config of a chain that was deployed in this folder before; undefined when it has to be done (again). */
async function deployedConfig(networkFile: string, rpcUrl: string): Promise<NetworkConfig | undefined> {
  let text: string;
  try {
    text = await readFile(networkFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const config = { ...networkConfigSchema.parse(JSON.parse(text)), rpcUrl };
  const code = await readClientOf(config).getCode({ address: config.contracts.staking });
  return code === undefined ? undefined : config;
}

/**
 * Starts anvil on the state kept in `folder`; deploys and registers the coordinator when that has not been done.
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
    let config = await deployedConfig(networkFile, anvil.rpcUrl);
    if (config === undefined) {
      // The coordinator's records speak of tasks and vouchers of a chain that is gone.
      await rm(join(folder, 'coordinator'), { recursive: true, force: true });
      config = await deployContracts(DEVNET, anvil.rpcUrl, keys.deployer);
      await registerCoordinator(DEVNET, config, keys, options.coordinatorUrl);
    } else {
      await publishCoordinatorUrl(DEVNET, config, keys, options.coordinatorUrl);
    }
    await writeFile(networkFile, `${JSON.stringify(config, null, 2)}\n`);
    return { anvil, config, networkFile, coordinatorKeyFile };
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}
