import type { Address, Hex } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { Consent } from '#miner/service/minerService.ts';
import type { MinerStatus } from '#miner/status/minerStatus.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** A worker's answer: errors cross the border as data, so that their codes survive. */
export type MinerAnswer<T> = { ok: true; value: T } | { ok: false; code: string; message: string };

/** What `miner.worker.ts` exposes through Comlink; `open` comes first. */
export interface MinerWorkerApi {
  open(config: NetworkConfig, modelsUrl: string, onStatus: (status: MinerStatus) => void): Promise<void>;
  operator(): Promise<MinerAnswer<Address>>;
  signConsent(consent: Consent): Promise<MinerAnswer<Hex>>;
  start(models: string[]): Promise<MinerAnswer<void>>;
  stop(): Promise<MinerAnswer<void>>;
  rest(resting: boolean): Promise<MinerAnswer<void>>;
  resumeCoordinator(operator: Address): Promise<MinerAnswer<void>>;
  vouchers(): Promise<MinerAnswer<Voucher[]>>;
  forgetKey(): Promise<MinerAnswer<void>>;
}
