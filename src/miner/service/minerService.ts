import type { Address, Hex } from 'viem';
import { activeOperators } from '#chain/activeOperators.ts';
import { readFirstBlock } from '#chain/firstBlock.ts';
import { RosterFollower } from '#chain/follower/rosterFollower.ts';
import { encryptKey } from '#chain/keys/keystore.ts';
import { identityOf, type NetworkConfig, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { readChannel } from '#chain/payments/channel.ts';
import type { Redemption } from '#chain/payments/redemption.ts';
import { readNodeId } from '#chain/standing.ts';
import { openAnswers } from '#miner/answers/openAnswers.ts';
import { coordinatorDirectory } from '#miner/coordinators/coordinatorDirectory.ts';
import { ModelSupply } from '#miner/engine/modelSupply.ts';
import { ProvenEngine } from '#miner/engine/provenEngine.ts';
import { createGpuClient } from '#miner/gpu/gpuClient.ts';
import { openJuryStore } from '#miner/jury/juryStore.ts';
import { openBench } from '#miner/jury/openBench.ts';
import { readCasesToServe } from '#miner/jury/readCasesToServe.ts';
import { MinerError } from '#miner/minerError.ts';
import { openCreditPrices } from '#miner/payments/creditPrices.ts';
import { openVoucherStore, type VoucherStore } from '#miner/payments/voucherStore.ts';
import { BackupImport } from '#miner/service/backupImport.ts';
import type { Consent } from '#miner/service/consent.ts';
import { isKeyFree } from '#miner/service/keyInUse.ts';
import { isMetered } from '#miner/service/metered.ts';
import { forgetMinerKey, loadMinerKey, revealMinerKey, signerOf } from '#miner/service/minerKey.ts';
import { holdMinerLock } from '#miner/service/minerLock.ts';
import { describeError } from '#miner/status/failure.ts';
import { initialStatus } from '#miner/status/minerStatus.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { WHOLE_SHARE } from '#miner/tasks/gpuShare.ts';
import { MiningLoop } from '#miner/tasks/miningLoop.ts';
import { openSignedResultStore, type SignedResultStore } from '#miner/tasks/work/signedResultStore.ts';
import type { WatchBench } from '#miner/watch/coordinatorWatch.ts';
import { type FaultStore, openFaultStore } from '#miner/watch/faultStore.ts';
import { openFiguresStore } from '#miner/watch/figures.ts';
import { watchBench } from '#miner/watch/watchBench.ts';
import type { GossipDeps } from '#network/gossip/gossipValidators.ts';
import { createTabNode } from '#network/tabNode.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import { signOperatorConsent } from '#protocol/signed/operatorConsent.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

const trace = (what: string, error: unknown): void => console.debug('miner:', what, error);
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** The miner inside its worker: key, chain, GPU and network, started and stopped as one. */
export class MinerService {
  readonly board = new StatusBoard();
  readonly #config: NetworkConfig;
  readonly #client: ReadClient;
  readonly #modelsUrl: string;
  readonly backup = new BackupImport();
  /** Undo what was started; run in reverse order. */
  #undo: (() => void | Promise<void>)[] = [];
  #run: AbortController | undefined;
  #starting: Promise<void> = Promise.resolve();
  #loop: MiningLoop | undefined;
  #engine: ProvenEngine | undefined;
  #resting = false;
  #sharePercent = WHOLE_SHARE;
  #getsJuryModels = true;

  constructor(config: NetworkConfig, modelsUrl: string) {
    this.#config = config;
    this.#client = readClientOf(config);
    this.#modelsUrl = modelsUrl;
  }

  async operator(): Promise<Address> {
    return (await loadMinerKey()).address;
  }

  async signConsent(consent: Consent): Promise<Hex> {
    return signOperatorConsent(identityOf(this.#config), signerOf(await loadMinerKey()), consent);
  }

  async vouchers(): Promise<Voucher[]> {
    return (await this.#voucherStore(await this.operator())).all();
  }

  /** Redeems what is payable, with the miner key's own gas. @param leastWei below which it waits */
  async redeemFrom(leastWei: bigint): Promise<Redemption> {
    const [{ redeemFrom }, vouchers] = [await import('#chain/payments/redemption.ts'), await this.vouchers()];
    return redeemFrom({ config: this.#config, account: await loadMinerKey(), vouchers }, leastWei);
  }

  /** How many cases run in which the key's node may still have to vote. @throws ChainError */
  async casesToServe(): Promise<number> {
    return readCasesToServe(this.#client, this.#config.contracts, await this.operator());
  }

  /** The evidence of a wrong draw that this tab has seen. @param id `drawReportId` */
  async drawReport(id: Hex): Promise<DrawReport | undefined> {
    return (await (await this.#faultStore(await this.operator())).find(id))?.report;
  }

  /** @throws MinerError BUSY_MINING while it is in use */
  async forgetKey(): Promise<void> {
    await this.#expectIdle();
    await forgetMinerKey();
  }

  /** The miner key in an encrypted file, as text. @throws MinerError KEY_STORE */
  async exportKey(password: string): Promise<string> {
    return encryptKey(await revealMinerKey(), password);
  }

  /**
   * Takes the key of the opened file in place of the stored one.
   * @throws MinerError BUSY_MINING, NO_BACKUP, KEY_STORE; the stored key then stays
   */
  async importKey(address: Address): Promise<void> {
    await this.#expectIdle();
    await this.backup.take(address);
  }

  async #expectIdle(): Promise<void> {
    if (this.#run === undefined && (await isKeyFree())) return;
    throw new MinerError('BUSY_MINING', 'Stop mining in all tabs before the key is replaced.');
  }

  /**
   * Prepares everything and starts mining. Resolves when it looks for coordinators, or was stopped before.
   * @throws MinerError, GpuError; the status is then `failed`, with the error
   */
  async start(models: readonly string[]): Promise<void> {
    if (this.#run !== undefined) throw new MinerError('BUSY_MINING', 'The miner is already started.');
    const run = new AbortController();
    this.#run = run;
    this.board.set({ ...initialStatus, lifecycle: 'running' });
    try {
      this.#starting = this.#begin(models, run.signal);
      await this.#starting;
    } catch (error) {
      if (run.signal.aborted) return;
      await this.#end(error);
      throw error;
    }
  }

  /** Stops and hands unfinished tasks back. Earnings are kept. */
  async stop(): Promise<void> {
    if (this.#run === undefined) return;
    await this.#end(undefined);
  }

  /** Pauses or resumes taking tasks; the setting also applies to later starts. */
  async rest(resting: boolean): Promise<void> {
    this.#resting = resting;
    this.#loop?.rest(resting);
  }

  /** Lets the GPU work for at most this share of the time, also after later starts. */
  async limitShare(percent: number): Promise<void> {
    this.#sharePercent = percent;
    this.#loop?.limitShare(percent);
  }

  /** Whether models that the tab does not mine with may be downloaded for juries; also for later starts. */
  async getJuryModels(allowed: boolean): Promise<void> {
    this.#getsJuryModels = allowed;
  }

  /** Mines with these models from now on. @throws MinerError NO_MODEL, BUSY_MINING before the GPU is known */
  async chooseModels(models: readonly string[]): Promise<void> {
    const names = await new ModelSupply(this.#modelsUrl).names(models);
    this.#engine?.choose(names);
  }

  /** Serves a coordinator again that this miner left for not paying. */
  async resumeCoordinator(operator: Address): Promise<void> {
    this.#loop?.resume(operator);
  }

  async #begin(models: readonly string[], signal: AbortSignal): Promise<void> {
    if (models.length === 0) throw new MinerError('NO_MODEL', 'Choose at least one model.');
    const account = await loadMinerKey();
    this.#undo.push(await holdMinerLock(account.address));
    const { roster, vouchers, results } = await this.#readChain(account.address);
    const store = openJuryStore(await this.#scopeOf(this.#config.contracts.juries, account.address));
    const bench = openBench(this.#client, this.#config, { operator: account.address, store, roster });
    signal.throwIfAborted();
    const supply = new ModelSupply(this.#modelsUrl);
    const engine = new ProvenEngine({
      createGpu: (onLost) => createGpuClient({ modelsUrl: this.#modelsUrl, onLost }),
      supply,
      mayDownload: () => this.#getsJuryModels && !isMetered(),
      board: this.board,
      onOffers: () => this.#loop?.announce(),
      onFailed: (error) => void this.#end(error),
    });
    this.#engine = engine;
    this.#undo.push(() => engine.dispose());
    const gpu = await engine.prepare(await supply.names(models));
    signal.throwIfAborted();
    const network = identityOf(this.#config);
    const node = await createTabNode({ deps: this.#gossipDeps(roster), allowLocal: this.#config.devnet });
    this.#undo.push(() => node.stop());
    signal.throwIfAborted();
    const find = coordinatorDirectory(this.#client, network);
    const signer = signerOf(account);
    const { payments, staking } = this.#config.contracts;
    this.#loop = new MiningLoop({
      network,
      signer,
      node,
      roster,
      engine,
      loans: engine.loans,
      vouchers,
      creditPrices: openCreditPrices(await this.#scopeOf(payments, account.address)),
      readChannel: (payer) => readChannel(this.#client, payments, payer, account.address),
      readNodeId: (key) => readNodeId(this.#client, staking, key),
      results,
      answers: await openAnswers(this.#client, this.#config, nowSeconds).catch(noChain),
      bench,
      watch: await this.#watchOf(account.address),
      board: this.board,
      find,
      gpu,
      nowSeconds,
      trace,
    });
    this.#loop.rest(this.#resting);
    this.#loop.limitShare(this.#sharePercent);
    await this.#loop.start();
  }

  async #readChain(
    operator: Address,
  ): Promise<{ roster: RosterFollower; vouchers: VoucherStore; results: SignedResultStore }> {
    const roster = new RosterFollower(this.#config);
    this.#undo.push(() => roster.stop());
    await roster.start().catch(noChain);
    const { staking } = this.#config.contracts;
    const results = openSignedResultStore(await this.#scopeOf(staking, operator), nowSeconds);
    return { roster, vouchers: await this.#voucherStore(operator), results };
  }

  async #faultStore(operator: Address): Promise<FaultStore> {
    return openFaultStore(await this.#scopeOf(this.#config.contracts.disputes, operator));
  }

  async #watchOf(operator: Address): Promise<WatchBench> {
    const { contracts } = this.#config;
    return watchBench(this.#client, contracts, operator, {
      faults: await this.#faultStore(operator),
      figures: openFiguresStore(await this.#scopeOf(contracts.staking, operator), nowSeconds),
    });
  }

  async #voucherStore(operator: Address): Promise<VoucherStore> {
    return openVoucherStore(await this.#scopeOf(this.#config.contracts.payments, operator));
  }

  /** Names the data of one key on one chain. A devnet may restart under the same chain id. */
  async #scopeOf(contract: Address, operator: Address): Promise<string> {
    const firstBlock = await readFirstBlock(this.#client, this.#config).catch(noChain);
    return [this.#config.chainId, contract, firstBlock, operator].join('-');
  }

  #gossipDeps(roster: RosterFollower): GossipDeps {
    return {
      network: identityOf(this.#config),
      nowSeconds,
      isCoordinator: (operator) => activeOperators(roster.current().coordinators).has(operator),
      activeMiners: () => activeOperators(roster.current().miners).size,
    };
  }

  /**
   * Undoes a start, even an unfinished one. @param error why it failed; undefined when the user stopped it
   */
  async #end(error: unknown): Promise<void> {
    const run = this.#run;
    if (run === undefined || run.signal.aborted) return;
    run.abort(new MinerError('STOPPED', 'The miner was stopped.'));
    this.board.set({ lifecycle: 'stopping' });
    await this.#loop?.stop(error === undefined ? undefined : 0);
    this.#loop = undefined;
    this.#engine = undefined;
    await this.#undoAll();
    // A start still under way fails now that its GPU and network are gone, but may open one more resource.
    await Promise.allSettled([this.#starting]);
    await this.#undoAll();
    this.#run = undefined;
    this.board.set(
      error === undefined ? { lifecycle: 'off' } : { lifecycle: 'failed', error: describeError(error) },
    );
  }

  async #undoAll(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}

function noChain(cause: unknown): never {
  throw new MinerError('NO_CHAIN', 'The chain could not be read. Check that its node is running.', { cause });
}
