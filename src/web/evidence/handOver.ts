import type { Hex } from 'viem';
import { abortableSleep } from '#miner/abortableSleep.ts';
import { withinMs } from '#protocol/withinMs.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { putEvidence } from '#web/coordinator/coordinatorApi.ts';

/** A coordinator's node of the chain may be some blocks behind the wallet's: it is asked again, in ms. */
const AGAIN_MS = 3_000;
const TIMES = 6;
/** For one coordinator, in ms: it limits the time for a request's body to a minute. */
const HAND_OVER_MS = 90_000;

/** What may be different a moment later. */
const PASSING = ['evidence_not_exhibited', 'evidence_busy', 'case_over', 'quota_exceeded'];

/** An exhibit of an open case. */
export interface HandedBundle {
  caseId: bigint;
  hash: Hex;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Hands a bundle to coordinators, all at once, so that jurors can fetch it whichever of them is gone.
 * @param urls of their APIs
 * @returns those that keep it now
 * @throws the signal's reason
 * @example const keepers = await handOver(urls, { caseId: 7n, hash, bytes }, signal);
 */
export async function handOver(
  urls: readonly string[],
  bundle: HandedBundle,
  signal: AbortSignal,
  pauseMs = AGAIN_MS,
): Promise<string[]> {
  const ends = await Promise.all(
    urls.map((url) =>
      withinMs(HAND_OVER_MS, (over) => handTo(url, bundle, { over, pauseMs }), signal).catch(
        (error: unknown) => {
          console.debug('handing over evidence', url, error);
          return false;
        },
      ),
    ),
  );
  signal.throwIfAborted();
  return urls.filter((_, at) => ends[at]);
}

async function handTo(
  url: string,
  bundle: HandedBundle,
  { over, pauseMs }: { over: AbortSignal; pauseMs: number },
): Promise<boolean> {
  for (let time = 1; ; time++) {
    try {
      await putEvidence(url, bundle, over);
      return true;
    } catch (error) {
      const isPassing = error instanceof ApiFailure && PASSING.includes(error.code);
      if (!isPassing || time === TIMES) throw error;
      await abortableSleep(pauseMs, over);
    }
  }
}
