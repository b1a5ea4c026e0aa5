import { expose } from 'comlink';
import { describeError, MinerError } from '#miner/minerError.ts';
import type { MinerAnswer, MinerWorkerApi } from '#miner/service/minerProtocol.ts';
import { MinerService } from '#miner/service/minerService.ts';
import type { MinerStatus } from '#miner/status/minerStatus.ts';

/**
 * The page is told of changes at most this often, in ms: tokens and bytes change faster than anybody reads.
 */
const STATUS_INTERVAL_MS = 100;

let opened: { service: MinerService; flush(): void } | undefined;

/** Asks the service; the page has the status that belongs to an answer before it has the answer. */
async function answer<T>(ask: (service: MinerService) => Promise<T>): Promise<MinerAnswer<T>> {
  try {
    if (opened === undefined) throw new MinerError('INTERNAL', 'The miner’s worker was not opened.');
    return { ok: true, value: await ask(opened.service) };
  } catch (error) {
    return { ok: false, ...describeError(error) };
  } finally {
    opened?.flush();
  }
}

/** Tells the page of changes. @returns the way to tell at once what it has not been told */
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
  rest: (resting) => answer((service) => service.rest(resting)),
  resumeCoordinator: (operator) => answer((service) => service.resumeCoordinator(operator)),
  vouchers: () => answer((service) => service.vouchers()),
  forgetKey: () => answer((service) => service.forgetKey()),
};

expose(api);
