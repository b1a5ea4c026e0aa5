import { readFile } from 'node:fs/promises';
import { type NetworkConfig, networkConfigSchema } from '#chain/networkConfig.ts';
import { StartupError } from '#coordinator/startup/startupError.ts';

/** @throws StartupError BAD_NETWORK_FILE */
export async function readNetworkFile(path: string): Promise<NetworkConfig> {
  try {
    return networkConfigSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new StartupError(
      'BAD_NETWORK_FILE',
      `The network file ${path} (CUCKOO_NETWORK) is missing or not valid: save the dApp’s /network.json there.`,
      {
        cause,
      },
    );
  }
}
