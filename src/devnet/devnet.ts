import { join } from 'node:path';
import { during, type Progress, SILENT } from '#devnet/build/progress.ts';
import { type DevnetChain, startChain } from '#devnet/chain/chain.ts';
import { type CoordinatorProcess, startCoordinator } from '#devnet/coordinatorProcess.ts';
import { startWebServer, type WebServer } from '#devnet/webServer.ts';
import type { HouseMinerNews } from '#protocol/devnet/houseMiner.ts';

export interface DevnetPorts {
  web: number;
  api: number;
  relay: number;
  rpc: number;
}

export interface Devnet {
  chain: DevnetChain;
  coordinator: CoordinatorProcess;
  web: WebServer;
  /** Starts the coordinator again after it was stopped or killed. */
  restartCoordinator(): Promise<CoordinatorProcess>;
  stop(): Promise<void>;
}

/** The whole network on this machine: chain, coordinator and dApp. Its state stays in `folder`. */
export async function startDevnet(options: {
  folder: string;
  ports: DevnetPorts;
  coordinatorEnv?: Record<string, string>;
  /** Left out where there is no house miner. */
  houseMiner?: () => HouseMinerNews;
  /** Told which part is being started. */
  progress?: Progress;
}): Promise<Devnet> {
  const { folder, ports, houseMiner, progress = SILENT } = options;
  const coordinatorUrl = `http://127.0.0.1:${ports.api}`;
  const chain = await during(progress, 'chain, with its contracts', () =>
    startChain({ folder, rpcPort: ports.rpc, coordinatorUrl }),
  );
  const launch = () =>
    startCoordinator({
      networkFile: chain.networkFile,
      keyFile: chain.coordinatorKeyFile,
      folder,
      apiPort: ports.api,
      relayPort: ports.relay,
      // A tenth of what its faucet gives in a day, as on the testnet.
      env: {
        ...{ CUCKOO_MODELS: join('public', 'models'), FAUCET_REQUESTS: '100' },
        ...options.coordinatorEnv,
      },
    });
  let coordinator: CoordinatorProcess | undefined;
  try {
    coordinator = await during(progress, 'coordinator', launch);
    const devnet: Devnet = {
      chain,
      coordinator,
      web: await startWebServer({
        ...{ port: ports.web, config: chain.config },
        ...(houseMiner && { houseMiner }),
      }),
      restartCoordinator: async () => (devnet.coordinator = await launch()),
      stop: async () => {
        await devnet.web.stop();
        await devnet.coordinator.stop();
        await chain.anvil.stop();
      },
    };
    return devnet;
  } catch (error) {
    await coordinator?.stop();
    await chain.anvil.stop();
    throw error;
  }
}
