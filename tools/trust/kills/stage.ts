import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, createTestClient, type Hex, http } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { expect, vi } from 'vitest';
import { CourtReader } from '#chain/courts/courtReader.ts';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { type NetworkConfig, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { type Anvil, startAnvil } from '#devnet/chain/anvil.ts';
import { ensureCoordinator } from '#devnet/chain/coordinatorRegistration.ts';
import { deployNetwork } from '#devnet/chain/deploy.ts';
import { devnetDeployer, keptKey } from '#devnet/chain/keys.ts';
import { DEVNET, DEVNET_COORDINATOR } from '#devnet/chain/parameters.ts';
import { registerMiner, type StagedMiner } from '#tools/trust/kills/stagedMiner.ts';

/** A devnet with so many seats that chance decides nothing: who votes always has a quorum. */
export const PARAMETERS = {
  ...DEVNET,
  // The hash of a node's newest block is not there any more when it comes back: older ones draw.
  epochs: { ...DEVNET.epochs, confirmations: 2 },
  courts: { ...DEVNET.courts, terms: { ...DEVNET.courts.terms, seats: 96 } },
};

/**
 * How far the chain's time is ahead of ours, in seconds. From then on it stands still but for a second a
 * block: no window ends because the machine is busy.
 */
const LEAD_S = 3_600;

/** Until the node has written its state, in ms: it does each second. */
const MARK_MS = 30_000;

const newKey = () => privateKeyToAccount(generatePrivateKey());

/** A real chain of its own, whose time passes only when it is told to. */
export class Stage {
  /** When the clocks of its story were right, in ms since 1970. */
  readonly sinceMs = Date.now();
  readonly folder: string;
  readonly config: NetworkConfig;
  readonly coordinator: PrivateKeyAccount;
  readonly client: ReadClient;
  readonly court: CourtReader;
  #anvil: Anvil;

  private constructor(
    folder: string,
    anvil: Anvil,
    { config, coordinator }: { config: NetworkConfig; coordinator: PrivateKeyAccount },
  ) {
    [this.folder, this.#anvil, this.config, this.coordinator] = [folder, anvil, config, coordinator];
    this.client = readClientOf(config);
    this.court = new CourtReader(this.client, config.contracts.juries);
  }

  static async start(): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'cuckoo-kills-'));
    const anvil = await startAnvil({ port: 0, stateFile: stateFileIn(folder), chainId: DEVNET.chainId });
    const deployer = devnetDeployer();
    const { address } = deployer;
    const holders = { admin: address, governor: address, guardian: address, treasury: address };
    const config = await deployNetwork(PARAMETERS, anvil.rpcUrl, deployer, holders);
    const operator = await keptKey(keyFileIn(folder));
    const keys = { deployer, owner: newKey(), operator };
    await ensureCoordinator(DEVNET_COORDINATOR, config, keys, 'http://127.0.0.1:1');
    const stage = new Stage(folder, anvil, { config, coordinator: operator });
    await writeFile(stage.networkFile, JSON.stringify(config));
    return stage;
  }

  get keyFile(): string {
    return keyFileIn(this.folder);
  }

  /** The network's file. */
  get networkFile(): string {
    return join(this.folder, 'network.json');
  }

  /** Writes the network's file for who reaches the chain by another URL. @returns its path */
  async networkFileFor(rpcUrl: string): Promise<string> {
    const file = join(this.folder, 'network-elsewhere.json');
    await writeFile(file, JSON.stringify({ ...this.config, rpcUrl }));
    return file;
  }

  /** Registers a miner with this stake, in wei. */
  addMiner(bond: bigint): Promise<StagedMiner> {
    return registerMiner(this.config, bond);
  }

  /** From now on time passes only by `pass`, but for a second a block. */
  async freeze(): Promise<void> {
    await this.#tools.setBlockTimestampInterval({ interval: 1 });
    await this.pass(LEAD_S);
    // No weight changes in the epoch that draws.
    await this.#tools.mine({ blocks: 2 * PARAMETERS.epochs.blocks });
  }

  /** Keeps the chain as it is now, for the next crash. */
  async mark(): Promise<void> {
    const newest = await this.client.getBlockNumber();
    await vi.waitFor(
      async () => {
        await copyFile(stateFileIn(this.folder), markFileIn(this.folder));
        // It is written every second, and read here perhaps while it is written.
        const { block } = JSON.parse(await readFile(markFileIn(this.folder), 'utf8')) as {
          block: { number: Hex };
        };
        expect(BigInt(block.number)).toBeGreaterThanOrEqual(newest);
      },
      { timeout: MARK_MS, interval: 200 },
    );
  }

  /** Kills the chain's node, and starts it again as it was at the last mark. */
  async crash(): Promise<void> {
    const { process } = this.#anvil;
    const gone = once(process, 'exit');
    process.kill('SIGKILL');
    await gone;
    await copyFile(markFileIn(this.folder), stateFileIn(this.folder));
    const port = Number(new URL(this.config.rpcUrl).port);
    this.#anvil = await startAnvil({ port, stateFile: stateFileIn(this.folder), chainId: DEVNET.chainId });
    await this.#tools.setBlockTimestampInterval({ interval: 1 });
    // Calls are answered by the node's own clock until it has made a block.
    await this.pass(1);
  }

  /** Lets time pass on the chain, in seconds. */
  async pass(seconds: number): Promise<void> {
    const { timestamp } = await this.client.getBlock();
    await this.#tools.setNextBlockTimestamp({ timestamp: timestamp + BigInt(seconds) });
    await this.#tools.mine({ blocks: 1 });
  }

  async balanceOf(holder: Address): Promise<bigint> {
    const address = this.config.contracts.cai;
    return this.client.readContract({ address, abi: caiAbi, functionName: 'balanceOf', args: [holder] });
  }

  async nodeOf({ id }: StagedMiner) {
    const address = this.config.contracts.staking;
    return this.client.readContract({ address, abi: stakingAbi, functionName: 'node', args: [id] });
  }

  async stop(): Promise<void> {
    await this.#anvil.stop();
    await rm(this.folder, { recursive: true });
  }

  get #tools() {
    return createTestClient({ mode: 'anvil', transport: http(this.config.rpcUrl) });
  }
}

const stateFileIn = (folder: string): string => join(folder, 'chain.json');
const markFileIn = (folder: string): string => join(folder, 'marked.json');
const keyFileIn = (folder: string): string => join(folder, 'coordinator.key');
