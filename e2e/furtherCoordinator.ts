import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { ensureCoordinator } from '#devnet/chain/coordinatorRegistration.ts';
import { devnetDeployer, keptKey } from '#devnet/chain/keys.ts';
import { DEVNET_COORDINATOR } from '#devnet/chain/parameters.ts';
import { startCoordinator } from '#devnet/coordinatorProcess.ts';
import type { Devnet } from '#devnet/devnet.ts';
import { freePort } from '#devnet/ports.ts';

/** A coordinator beside the devnet's own. */
export interface FurtherCoordinator {
  operator: Address;
  /** The devnet as this coordinator's clients see it. */
  devnet: Devnet;
  stop(): Promise<void>;
}

/** Registers a coordinator with as much stake as the devnet's own has, and runs it. */
export async function startFurtherCoordinator(
  devnet: Devnet,
  { name, env }: { name: string; env: Record<string, string> },
): Promise<FurtherCoordinator> {
  const { config, networkFile } = devnet.chain;
  const folder = await mkdtemp(join(tmpdir(), 'cuckoo-further-'));
  const keyFile = join(folder, 'operator.key');
  const operator = await keptKey(keyFile);
  const [apiPort, relayPort] = [await freePort(), await freePort()];
  const keys = { deployer: devnetDeployer(), owner: privateKeyToAccount(generatePrivateKey()), operator };
  const url = `http://127.0.0.1:${apiPort}`;
  await ensureCoordinator({ ...DEVNET_COORDINATOR, name }, config, keys, url);
  const coordinator = await startCoordinator({ networkFile, keyFile, folder, apiPort, relayPort, env });
  return {
    operator: operator.address,
    devnet: { ...devnet, coordinator },
    stop: async () => {
      await coordinator.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
