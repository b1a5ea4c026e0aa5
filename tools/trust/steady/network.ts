import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readClientOf } from '#chain/networkConfig.ts';
import { wantBlock } from '#chain/wantBlock.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { type Devnet, startDevnet } from '#devnet/devnet.ts';
import { freePort } from '#devnet/ports.ts';
import { apiNetworkSchema } from '#protocol/messages/api.ts';
import { registerMiner } from '#tools/trust/kills/stagedMiner.ts';
import type { MinerOrders } from '#tools/trust/steady/minerProcess.ts';

export type AuditMode = 'local' | 'tabs' | 'off';

/** Of different owners: a replica of one's result is the others' to make. */
const MINERS = 2;

/** Between two looks at whether the audits are over, in ms. */
const LOOK_MS = 500;

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** A devnet without browsers: its coordinator as operators run it, and miners on the CPU. */
export class SteadyNetwork {
  readonly #folder: string;
  readonly #devnet: Devnet;
  readonly #miners: readonly ChildProcess[];

  private constructor(folder: string, devnet: Devnet, miners: readonly ChildProcess[]) {
    [this.#folder, this.#devnet, this.#miners] = [folder, devnet, miners];
  }

  static async start(mode: AuditMode, models: string[]): Promise<SteadyNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'cuckoo-steady-'));
    const [web, api, relay, rpc] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    const devnet = await startDevnet({
      folder,
      ports: { web, api, relay, rpc },
      coordinatorEnv: {
        ...{ AUDITS: mode, QUOTA_REQUESTS: '1000000', LOG_LEVEL: 'warn' },
        ...{ CLIENT_BUDGET_CAI: '1000000', TOTAL_BUDGET_CAI: '1000000' },
      },
    });
    const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/network`);
    const { peer_id: peerId, multiaddrs } = apiNetworkSchema.parse(await answer.json());
    const miners: ChildProcess[] = [];
    for (let i = 0; i < MINERS; i++) {
      const { id, key } = await registerMiner(devnet.chain.config, DEVNET.staking.minerMinimum);
      const orders = {
        networkFile: devnet.chain.networkFile,
        nodeId: String(id),
        key,
        peerId,
        multiaddrs,
        models,
      };
      miners.push(await started(orders));
    }
    return new SteadyNetwork(folder, devnet, miners);
  }

  get apiUrl(): string {
    return this.#devnet.coordinator.apiUrl;
  }

  /** Blocks of the chain so far. A devnet makes one for each transaction, and for each draw that waits. */
  async blocks(): Promise<number> {
    return Number(await readClientOf(this.#devnet.chain.config).getBlockNumber({ cacheTime: 0 }));
  }

  /** Has a block made. */
  async addBlock(): Promise<void> {
    const { config } = this.#devnet.chain;
    await wantBlock(config, readClientOf(config));
  }

  /** Processor time of the coordinator's process so far, in ms; its audits' threads are part of it. */
  coordinatorMs(): number {
    const { pid } = this.#devnet.coordinator.process;
    // After the name in brackets come the state and ten other fields.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  /** Processor time of all tasks of a model that the miners have computed so far, in ms. */
  async minersMs(): Promise<Record<string, number>> {
    const sum: Record<string, number> = {};
    for (const miner of this.#miners) {
      miner.send('sample');
      const [busy] = (await once(miner, 'message')) as [Record<string, number>];
      for (const [model, ms] of Object.entries(busy)) sum[model] = (sum[model] ?? 0) + ms;
    }
    return sum;
  }

  /** Waits until no result waits for a draw or is audited. */
  async settle(): Promise<void> {
    const isOpen = async () => {
      const metrics = await (await fetch(`${this.apiUrl}/metrics`)).text();
      return /^cuckoo_audits\{state="(waiting|due)"\} [1-9]/m.test(metrics);
    };
    while (await isOpen()) await wait(LOOK_MS);
  }

  /** Stops everything. @returns the folder of the coordinator's database, until `remove` */
  async stop(): Promise<string> {
    for (const miner of this.#miners) miner.kill('SIGKILL');
    await this.#devnet.stop();
    return join(this.#folder, 'coordinator');
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}

async function started(orders: MinerOrders): Promise<ChildProcess> {
  const entry = fileURLToPath(new URL('minerProcess.ts', import.meta.url));
  const miner = fork(entry, [JSON.stringify(orders)], { execArgv: ['--import', 'tsx'] });
  const died = once(miner, 'exit').then(() => {
    throw new Error('A miner ended before it was ready.');
  });
  await Promise.race([once(miner, 'message'), died]);
  return miner;
}
