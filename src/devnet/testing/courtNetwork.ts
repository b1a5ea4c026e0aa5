import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import {
  type Address,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  type LocalAccount,
  parseEther,
} from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { readHeader } from '#chain/courts/blockHeader.ts';
import { assignmentProof, signedResult } from '#chain/courts/courtArguments.ts';
import { CourtReader } from '#chain/courts/courtReader.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { RosterReader } from '#chain/follower/rosterReader.ts';
import { caiAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { identityOf, type NetworkConfig, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { ROLE, type Roster } from '#chain/roster.ts';
import { CourtSender } from '#coordinator/court/chain/courtSender.ts';
import { type CourtService, startCourt } from '#coordinator/court/court.ts';
import type { OpenDatabase } from '#coordinator/store/database.ts';
import { openTestDatabase } from '#coordinator/testing/memoryDatabase.ts';
import { testEvidence } from '#coordinator/testing/testEvidence.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { OutgoingStore } from '#coordinator/wallet/outgoingStore.ts';
import { startChain } from '#devnet/chain/chain.ts';
import { ensureCoordinator } from '#devnet/chain/coordinatorRegistration.ts';
import { type DeployerWallet, deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { devnetDeployer } from '#devnet/chain/keys.ts';
import { DEVNET, DEVNET_COORDINATOR } from '#devnet/chain/parameters.ts';
import { forgetBlock } from '#devnet/testing/forgetBlock.ts';
import { evidenceIdOf, readEvidence } from '#protocol/court/evidence.ts';
import { OPERATOR_CONSENT, stakingDomain } from '#protocol/signed/typedData.ts';

const newKey = () => privateKeyToAccount(generatePrivateKey());

/** A miner's node, with an owner that may own others too. */
export type CourtMiner = { id: bigint } & Record<'owner' | 'operator', PrivateKeyAccount>;

/** A coordinator's part in the courts, as it is before and after a restart. */
export interface Seat {
  operator: PrivateKeyAccount;
  database: OpenDatabase;
}

/** A real chain with miners, and coordinators that can be restarted at any moment. */
export class CourtNetwork {
  readonly #folder: string;
  readonly #chain: Awaited<ReturnType<typeof startChain>>;
  readonly #reporter: Seat;
  readonly #other: Seat;
  #roster: Roster | undefined;
  /** What was logged as an error. */
  readonly errors: string[] = [];
  readonly court: CourtReader;
  readonly #running: CourtService[] = [];

  private constructor(folder: string, chain: Awaited<ReturnType<typeof startChain>>, seats: [Seat, Seat]) {
    this.#folder = folder;
    this.#chain = chain;
    [this.#reporter, this.#other] = seats;
    this.court = new CourtReader(this.client, this.config.contracts.juries);
  }

  /** @param coordinatorUrl where the reporter's API is, by its registration */
  static async start(coordinatorUrl = 'http://127.0.0.1:1'): Promise<CourtNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'cuckoo-court-'));
    const chain = await startChain({ folder, rpcPort: 0, coordinatorUrl });
    const operator = privateKeyToAccount((await readFile(chain.coordinatorKeyFile, 'utf8')).trim() as Hex);
    const seats: [Seat, Seat] = [
      { operator, database: await openTestDatabase() },
      { operator: newKey(), database: await openTestDatabase() },
    ];
    const network = new CourtNetwork(folder, chain, seats);
    await network.#giveGas(seats[1].operator.address);
    return network;
  }

  get config(): NetworkConfig {
    return this.#chain.config;
  }

  get client(): ReadClient {
    return readClientOf(this.config);
  }

  get #anvil() {
    return createTestClient({ mode: 'anvil', transport: http(this.config.rpcUrl) });
  }

  get reporter(): Address {
    return this.#reporter.operator.address;
  }

  /** What the reporter keeps over a restart. */
  get reporterSeat(): Seat {
    return this.#reporter;
  }

  get other(): Address {
    return this.#other.operator.address;
  }

  /** The key of the coordinator that is registered. */
  get reporterKey(): PrivateKeyAccount {
    return this.#reporter.operator;
  }

  /** The other coordinator's key. */
  get otherKey(): PrivateKeyAccount {
    return this.#other.operator;
  }

  /** Registers the other coordinator, which has only a key and gas until then. @param url of its API */
  async registerOther(url = 'http://127.0.0.1:2'): Promise<void> {
    const keys = { deployer: devnetDeployer(), owner: newKey(), operator: this.otherKey };
    await ensureCoordinator(DEVNET_COORDINATOR, this.config, keys, url);
  }

  /** The newest roster, in a second in which no weight changes. */
  async settledRoster(): Promise<Roster> {
    await this.pass(60);
    const reader = new RosterReader(this.client, this.config.contracts.staking);
    const { roster } = await reader.read(await reader.block('latest'));
    this.#roster = roster;
    await this.pass(5);
    return roster;
  }

  /** Makes the chain forget a block. */
  forgetBlock(block: number): Promise<void> {
    return forgetBlock(this.#anvil, block);
  }

  /** Registers a miner with the least stake. */
  async addMiner(owner: PrivateKeyAccount = newKey()): Promise<CourtMiner> {
    const bond = DEVNET.staking.minerMinimum;
    await this.#stake(owner, bond);
    const pool = { abi: stakingAbi, address: this.config.contracts.staking } as const;
    const operator = newKey();
    const deadline = (await this.client.getBlock()).timestamp + 3_600n;
    const domain = stakingDomain(identityOf(this.config));
    const consent = await operator.signTypedData({
      ...{ domain, types: OPERATOR_CONSENT, primaryType: 'OperatorConsent' },
      message: { owner: owner.address, role: ROLE.miner, operator: operator.address, deadline },
    } as const);
    const args = [ROLE.miner, operator.address, 0, bond, '{}', deadline, consent] as const;
    await this.#send(owner, (wallet) => wallet.writeContract({ ...pool, functionName: 'register', args }));
    const id = { ...pool, functionName: 'nodeIdOf', args: [operator.address] } as const;
    return { id: await this.client.readContract(id), owner, operator };
  }

  /** Votes for a miner with so many wei. */
  async vote(owner: PrivateKeyAccount, { id }: CourtMiner, wei: bigint): Promise<void> {
    await this.#stake(owner, wei);
    await this.act(owner, encodeFunctionData({ abi: stakingAbi, functionName: 'vote', args: [id, wei] }));
  }

  /** Has an owner call the staking contract. */
  async act(owner: LocalAccount, data: Hex): Promise<void> {
    const to = this.config.contracts.staking;
    await this.#send(owner, (wallet) => wallet.sendTransaction({ to, data }));
  }

  /** Lets time pass on the chain, in seconds. */
  async pass(seconds: number): Promise<void> {
    await this.#anvil.increaseTime({ seconds });
    await this.#anvil.mine({ blocks: 1 });
  }

  /** A result that the miner signed for a task of the coordinator's, as a bundle of evidence. */
  async evidenceOf(miner: CourtMiner, name: string): Promise<Uint8Array<ArrayBuffer>> {
    // No weight may change in the second of the lottery's block, nor of the case.
    const roster = await this.settledRoster();
    const signers = { coordinator: this.#reporter.operator, miner: miner.operator };
    return testEvidence(identityOf(this.config), signers, roster, name);
  }

  /** Opens a case as anybody may, without our code for it. @returns its id */
  async openDirectly(bytes: Uint8Array, exhibit: Exhibit): Promise<bigint> {
    const { client, config } = this;
    const { evidence, claim } = await readEvidence(identityOf(config), bytes);
    const { assignment } = evidence;
    const friend = newKey();
    await this.#giveGas(friend.address);
    const pool = { abi: stakingAbi, address: config.contracts.staking } as const;
    const id = { ...pool, functionName: 'nodeIdOf', args: [assignment.miner] } as const;
    const deposit = await this.court.reportDepositOf(await client.readContract(id));
    await this.giveCai(friend.address, deposit);
    const sender = new CourtSender({ wallet: testWallet(client, friend), contracts: config.contracts });
    await sender.allowDeposit(deposit);
    const { header } = await readHeader(client, assignment.rosterBlock);
    await sender.call('open', [assignmentProof(assignment, header), signedResult(evidence), exhibit, []]);
    return (await this.court.caseOf(evidenceIdOf(claim)))!;
  }

  /** The reporter's part in the courts, started anew on what it has stored. */
  restarted(): CourtService {
    return this.#start(this.#reporter);
  }

  /** Another coordinator's. */
  restartedOther(): CourtService {
    return this.#start(this.#other);
  }

  /** @returns takes the chain back to where it is now */
  async snapshot(): Promise<() => Promise<void>> {
    const id = await this.#anvil.snapshot();
    return () => this.#anvil.revert({ id });
  }

  /** Makes no blocks until the answer is called; then one with all that waits. */
  async holdBlocks(): Promise<() => Promise<void>> {
    await this.#anvil.setAutomine(false);
    return async () => {
      await this.#anvil.mine({ blocks: 1 });
      await this.#anvil.setAutomine(true);
    };
  }

  /** Transactions that wait for their block. */
  async pendingOf(address: Address): Promise<number> {
    const countOf = (blockTag: 'latest' | 'pending') =>
      this.client.getTransactionCount({ address, blockTag });
    return (await countOf('pending')) - (await countOf('latest'));
  }

  async giveCai(to: Address, wei: bigint): Promise<void> {
    const { cai } = this.config.contracts;
    const call = { abi: caiAbi, address: cai, functionName: 'transfer', args: [to, wei] } as const;
    await this.#send(devnetDeployer(), (wallet) => wallet.writeContract(call));
  }

  async balanceOf(holder: Address): Promise<bigint> {
    const address = this.config.contracts.cai;
    return this.client.readContract({ address, abi: caiAbi, functionName: 'balanceOf', args: [holder] });
  }

  /** All CAI that there is. */
  async supply(): Promise<bigint> {
    const address = this.config.contracts.cai;
    return this.client.readContract({ address, abi: caiAbi, functionName: 'totalSupply' });
  }

  async nodeOf({ id }: Pick<CourtMiner, 'id'>) {
    const address = this.config.contracts.staking;
    return this.client.readContract({ address, abi: stakingAbi, functionName: 'node', args: [id] });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((each) => each.stop()));
    await this.#reporter.database.close();
    await this.#other.database.close();
    await this.#chain.anvil.stop();
    await rm(this.#folder, { recursive: true });
  }

  #start({ operator, database }: Seat): CourtService {
    const { config, client } = this;
    const roster = { current: () => this.#roster! };
    const service = startCourt({
      ...{ config, client, roster, db: database.db },
      wallet: testWallet(client, operator, { store: new OutgoingStore(database.db) }),
      ...{ isAdmitted: () => true, operatorOf: () => undefined },
      ...{ maxEvidenceBytes: { own: 1_000_000, copies: 1_000_000 }, leastShareWei: parseEther('1000') },
      log: pino({ level: 'error' }, { write: (line: string) => void this.errors.push(line) }),
      ...{ nowMs: Date.now, uptimeMs: () => performance.now() },
    });
    this.#running.push(service);
    return service;
  }

  /** Gives an owner gas and so many wei of idle stake. */
  async #stake(owner: PrivateKeyAccount, wei: bigint): Promise<void> {
    const { cai, staking } = this.config.contracts;
    await this.#giveGas(owner.address);
    await this.giveCai(owner.address, wei);
    const allow = { abi: caiAbi, address: cai, functionName: 'approve', args: [staking, wei] } as const;
    await this.#send(owner, (wallet) => wallet.writeContract(allow));
    const stake = { abi: stakingAbi, address: staking, functionName: 'stake', args: [wei] } as const;
    await this.#send(owner, (wallet) => wallet.writeContract(stake));
  }

  async #giveGas(to: Address): Promise<void> {
    await this.#send(devnetDeployer(), (wallet) => wallet.sendTransaction({ to, value: parseEther('1') }));
  }

  async #send(account: LocalAccount, send: (wallet: DeployerWallet) => Promise<Hex>): Promise<void> {
    const wallet = deployerWallet(this.config, account);
    await mined(wallet, await send(wallet));
  }
}
