import type { Address, Hex } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { Redemption } from '#chain/payments/redemption.ts';
import type { Consent } from '#miner/service/consent.ts';
import type { MinerStatus } from '#miner/status/minerStatus.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

/** What `miner.worker.ts` offers (see `workerRpc.ts`); `open` comes first. */
export interface MinerWorkerApi {
  open(config: NetworkConfig, modelsUrl: string, onStatus: (status: MinerStatus) => void): Promise<void>;
  operator(): Promise<Address>;
  signConsent(consent: Consent): Promise<Hex>;
  start(models: string[]): Promise<void>;
  stop(): Promise<void>;
  chooseModels(models: string[]): Promise<void>;
  rest(resting: boolean): Promise<void>;
  limitShare(percent: number): Promise<void>;
  getJuryModels(allowed: boolean): Promise<void>;
  resumeCoordinator(operator: Address): Promise<void>;
  vouchers(): Promise<Voucher[]>;
  redeemFrom(leastWei: bigint): Promise<{ outcome: Redemption }>;
  casesToServe(): Promise<number>;
  drawReport(id: Hex): Promise<{ report: DrawReport | undefined }>;
  forgetKey(): Promise<void>;
  exportKey(password: string): Promise<string>;
  openBackup(text: string, password: string): Promise<Address>;
  closeBackup(): Promise<void>;
  importKey(address: Address): Promise<void>;
}
