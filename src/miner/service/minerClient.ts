import { proxy, wrap, type Remote } from 'comlink';
import type { Address, Hex } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { MinerAnswer, MinerWorkerApi } from '#miner/service/minerProtocol.ts';
import type { Consent } from '#miner/service/minerService.ts';
import { withPhase } from '#miner/status/minerPhase.ts';
import { initialStatus, type MinerStatus } from '#miner/status/minerStatus.ts';
import { stayAwake } from '#miner/service/stayAwake.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/**
 * An error of the worker, as it crossed over: a MinerErrorCode or a GpuErrorCode, and a sentence for people.
 */
export class MinerClientError extends Error {
  override readonly name = 'MinerClientError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The page's handle on its miner, which lives in a worker where a busy page cannot starve it. One a page. */
export class MinerClient {
  readonly #config: NetworkConfig;
  readonly #listeners = new Set<() => void>();
  #status: MinerStatus = initialStatus;
  #worker: Promise<Remote<MinerWorkerApi>> | undefined;
  #letSleep: (() => void) | undefined;

  constructor(config: NetworkConfig) {
    this.#config = config;
  }

  /** The same object until something changes. */
  readonly status = (): MinerStatus => this.#status;

  /** Returns the way to stop listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The miner key's address; makes the key on first use. @throws MinerClientError KEY_STORE */
  operator(): Promise<Address> {
    return this.#ask((worker) => worker.operator());
  }

  /** The miner key's own agreement to be registered. */
  signConsent(consent: Consent): Promise<Hex> {
    return this.#ask((worker) => worker.signConsent(consent));
  }

  /**
   * Loads and proves the models, then mines until `stop`. Resolves when it looks for coordinators, or was
   * stopped.
   * @throws MinerClientError ALREADY_MINING, NO_WEBGPU, NO_MODEL, ...; the status says the same
   */
  async start({ models }: { models: string[] }): Promise<void> {
    await this.#ask((worker) => worker.start(models));
  }

  stop(): Promise<void> {
    return this.#ask((worker) => worker.stop());
  }

  /** Takes no tasks while `resting`: it stays connected, and goes on at once. */
  rest(resting: boolean): Promise<void> {
    return this.#ask((worker) => worker.rest(resting));
  }

  /** Serves a coordinator again that the miner left for not paying; what it still owes is written off. */
  resumeCoordinator(operator: Address): Promise<void> {
    return this.#ask((worker) => worker.resumeCoordinator(operator));
  }

  /** The newest voucher of each coordinator that ever paid this key on this network. */
  vouchers(): Promise<Voucher[]> {
    return this.#ask((worker) => worker.vouchers());
  }

  /** @throws MinerClientError BUSY_MINING */
  forgetKey(): Promise<void> {
    return this.#ask((worker) => worker.forgetKey());
  }

  async #ask<T>(call: (worker: Remote<MinerWorkerApi>) => Promise<MinerAnswer<T>>): Promise<T> {
    this.#worker ??= this.#open();
    const answer = await call(await this.#worker);
    if (!answer.ok) throw new MinerClientError(answer.code, answer.message);
    return answer.value;
  }

  async #open(): Promise<Remote<MinerWorkerApi>> {
    const worker = new Worker(new URL('./miner.worker.ts', import.meta.url), {
      type: 'module',
      name: 'miner',
    });
    worker.addEventListener('error', (event) => {
      const message = event.message || 'The miner’s worker could not run.';
      const error = { code: 'INTERNAL', message };
      this.#show(withPhase({ ...this.#status, lifecycle: 'failed', current: [], error }));
    });
    const remote = wrap<MinerWorkerApi>(worker);
    const modelsUrl = new URL('/models/', self.location.href).href;
    await remote.open(
      this.#config,
      modelsUrl,
      proxy((status: MinerStatus) => this.#show(status)),
    );
    return remote;
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
