import { expose } from 'comlink';
import { describeError, MinerError } from '#miner/minerError.ts';
import type { MinerAnswer, MinerWorkerApi } from '#miner/minerProtocol.ts';
import { MinerService } from '#miner/minerService.ts';
import type { MinerStatus } from '#miner/minerStatus.ts';

/**
 * The page is told of changes at most this often, in ms: tokens and bytes change faster than anybody reads.
 */
const STATUS_INTERVAL_MS = 100;

let opened: MinerService | undefined;

async function answer<T>(ask: (service: MinerService) => Promise<T>): Promise<MinerAnswer<T>> {
  try {
    if (opened === undefined) throw new MinerError('INTERNAL', 'The miner’s worker was not opened.');
    return { ok: true, value: await ask(opened) };
  } catch (error) {
    return { ok: false, ...describeError(error) };
  }
}

function forwardStatus(service: MinerService, onStatus: (status: MinerStatus) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  service.board.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      onStatus(service.board.current());
    }, STATUS_INTERVAL_MS);
  });
}

const api: MinerWorkerApi = {
  async open(config, modelsUrl, onStatus) {
    opened = new MinerService(config, modelsUrl);
    forwardStatus(opened, onStatus);
  },
  operator: () => answer((service) => service.operator()),
  signConsent: (consent) => answer((service) => service.signConsent(consent)),
  start: (models) => answer((service) => service.start(models)),
  stop: () => answer((service) => service.stop()),
  vouchers: () => answer((service) => service.vouchers()),
  forgetKey: () => answer((service) => service.forgetKey()),
};

expose(api);
