import '#miner/rpc/workerRpc.ts';
import { expose } from 'comlink';
import { MinerError } from '#miner/minerError.ts';
import type { MinerWorkerApi } from '#miner/service/minerProtocol.ts';
import { MinerService } from '#miner/service/minerService.ts';
import type { MinerStatus } from '#miner/status/minerStatus.ts';

/**
 * Shortest time between two status updates to the page, in ms: tokens and bytes change faster than people
 * read.
 */
const STATUS_INTERVAL_MS = 100;

let opened: { service: MinerService; flush(): void } | undefined;

/** Asks the service. The page gets the status that belongs to an answer before the answer. */
async function answer<T>(ask: (service: MinerService) => Promise<T>): Promise<T> {
  try {
    if (opened === undefined) throw new MinerError('INTERNAL', 'The miner’s worker was not opened.');
    return await ask(opened.service);
  } finally {
    opened?.flush();
  }
}

/** Sends status changes to the page. @returns a function that sends what is pending at once */
function forwardStatus(service: MinerService, onStatus: (status: MinerStatus) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    onStatus(service.board.current());
  };
  service.board.subscribe(() => (timer ??= setTimeout(flush, STATUS_INTERVAL_MS)));
  return flush;
}

const api: MinerWorkerApi = {
  async open(config, modelsUrl, onStatus) {
    const service = new MinerService(config, modelsUrl);
    opened = { service, flush: forwardStatus(service, onStatus) };
  },
  operator: () => answer((service) => service.operator()),
  signConsent: (consent) => answer((service) => service.signConsent(consent)),
  start: (models) => answer((service) => service.start(models)),
  stop: () => answer((service) => service.stop()),
  chooseModels: (models) => answer((service) => service.chooseModels(models)),
  rest: (resting) => answer((service) => service.rest(resting)),
  limitShare: (percent) => answer((service) => service.limitShare(percent)),
  getJuryModels: (allowed) => answer((service) => service.getJuryModels(allowed)),
  resumeCoordinator: (operator) => answer((service) => service.resumeCoordinator(operator)),
  vouchers: () => answer((service) => service.vouchers()),
  redeemFrom: (leastWei) => answer(async (service) => ({ outcome: await service.redeemFrom(leastWei) })),
  casesToServe: () => answer((service) => service.casesToServe()),
  drawReport: (id) => answer(async (service) => ({ report: await service.drawReport(id) })),
  forgetKey: () => answer((service) => service.forgetKey()),
  exportKey: (password) => answer((service) => service.exportKey(password)),
  openBackup: (text, password) => answer(async ({ backup }) => backup.open(text, password)),
  closeBackup: () => answer(async ({ backup }) => backup.close()),
  importKey: (address) => answer((service) => service.importKey(address)),
};

expose(api);
