import type { Address, Hex } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { Redemption } from '#chain/payments/redemption.ts';
import { WorkerLink } from '#miner/rpc/workerLink.ts';
import type { Consent } from '#miner/service/consent.ts';
import type { MinerWorkerApi } from '#miner/service/minerProtocol.ts';

import { stayAwake } from '#miner/service/stayAwake.ts';
import { describeError } from '#miner/status/failure.ts';
import { withPhase } from '#miner/status/minerPhase.ts';
import { initialStatus, type MinerStatus } from '#miner/status/minerStatus.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/**
 * The page's handle on its miner, which lives in a worker where a busy page cannot starve it. One per page.
 * Its calls reject with a `CodedError` that has a `FailureCode`.
 */
export class MinerClient {
  readonly #listeners = new Set<() => void>();
  #status: MinerStatus = initialStatus;
  readonly #worker: WorkerLink<MinerWorkerApi>;
  #letSleep: (() => void) | undefined;

  constructor(config: NetworkConfig) {
    const modelsUrl = new URL('/models/', self.location.href).href;
    this.#worker = new WorkerLink({
      create: () =>
        new Worker(new URL('./miner.worker.ts', import.meta.url), { type: 'module', name: 'miner' }),
      open: (worker) => worker.open(config, modelsUrl, (status) => this.#show(status)),
      onError: (error) => {
        const failed = { lifecycle: 'failed' as const, current: [], error: describeError(error) };
        this.#show(withPhase({ ...this.#status, ...failed }));
      },
    });
  }

  /** The same object until something changes. */
  readonly status = (): MinerStatus => this.#status;

  /** Returns the way to stop listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The miner key's address; makes the key on first use. @throws CodedError KEY_STORE */
  operator(): Promise<Address> {
    return this.#worker.call((worker) => worker.operator());
  }

  /** The miner key's own agreement to be registered. */
  signConsent(consent: Consent): Promise<Hex> {
    return this.#worker.call((worker) => worker.signConsent(consent));
  }

  /**
   * Loads and proves the models, then mines until `stop`. Resolves when it looks for coordinators, or was
   * stopped.
   * @throws CodedError ALREADY_MINING, NO_WEBGPU, NO_MODEL, ...; the status says the same
   */
  async start({ models }: { models: string[] }): Promise<void> {
    await this.#worker.call((worker) => worker.start(models));
  }

  stop(): Promise<void> {
    return this.#worker.call((worker) => worker.stop());
  }

  /**
   * Mines with these models from now on: prepares new ones beside those that work, and offers others no more;
   * their tasks that were taken still run.
   * @throws CodedError NO_MODEL where none would be left, BUSY_MINING before the GPU is known
   */
  chooseModels(models: string[]): Promise<void> {
    return this.#worker.call((worker) => worker.chooseModels(models));
  }

  /** Takes no tasks while `resting`. It stays connected and can continue at once. */
  rest(resting: boolean): Promise<void> {
    return this.#worker.call((worker) => worker.rest(resting));
  }

  /** Lets the GPU work for at most this share of the time. @param percent 1 to 100, which is the default */
  limitShare(percent: number): Promise<void> {
    return this.#worker.call((worker) => worker.limitShare(percent));
  }

  /** Whether it may download models that it does not mine with for a jury. On by default. */
  getJuryModels(allowed: boolean): Promise<void> {
    return this.#worker.call((worker) => worker.getJuryModels(allowed));
  }

  /** Serves a coordinator again that the miner left for not paying; what it still owes is written off. */
  resumeCoordinator(operator: Address): Promise<void> {
    return this.#worker.call((worker) => worker.resumeCoordinator(operator));
  }

  /** The newest voucher of each coordinator that ever paid this key on this network. */
  vouchers(): Promise<Voucher[]> {
    return this.#worker.call((worker) => worker.vouchers());
  }

  /**
   * Redeems what the vouchers pay, once it is enough, in a transaction of the miner key, which pays the gas.
   * @param leastWei below which it waits, in wei of CAI
   * @throws CodedError NOT_REDEEMED
   */
  async redeemFrom(leastWei: bigint): Promise<Redemption> {
    return (await this.#worker.call((worker) => worker.redeemFrom(leastWei))).outcome;
  }

  /** How many cases run in which this key's node may still have to vote, active or not. */
  casesToServe(): Promise<number> {
    return this.#worker.call((worker) => worker.casesToServe());
  }

  /** The evidence of a wrong draw that this tab has seen. @param id `drawReportId` */
  async drawReport(id: Hex): Promise<DrawReport | undefined> {
    return (await this.#worker.call((worker) => worker.drawReport(id))).report;
  }

  /** @throws CodedError BUSY_MINING */
  forgetKey(): Promise<void> {
    return this.#worker.call((worker) => worker.forgetKey());
  }

  /** The miner key in a keystore file (version 3), as text. @throws CodedError KEY_STORE */
  exportKey(password: string): Promise<string> {
    return this.#worker.call((worker) => worker.exportKey(password));
  }

  /**
   * Opens such a file for `importKey`.
   * @returns the address of its key
   * @throws CodedError BAD_BACKUP, WRONG_PASSWORD
   */
  openBackup(text: string, password: string): Promise<Address> {
    return this.#worker.call((worker) => worker.openBackup(text, password));
  }

  /** Lets go of an opened file's key. */
  closeBackup(): Promise<void> {
    return this.#worker.call((worker) => worker.closeBackup());
  }

  /**
   * Replaces the miner key by that of the opened file.
   * @param address of that key
   * @throws CodedError BUSY_MINING, NO_BACKUP, KEY_STORE
   */
  importKey(address: Address): Promise<void> {
    return this.#worker.call((worker) => worker.importKey(address));
  }

  #show(status: MinerStatus): void {
    this.#status = status;
    const isAtWork = !['off', 'failed'].includes(status.phase);
    if (isAtWork) this.#letSleep ??= stayAwake();
    else {
      this.#letSleep?.();
      this.#letSleep = undefined;
    }
    for (const listener of this.#listeners) listener();
  }
}
