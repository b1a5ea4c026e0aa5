import { TokenBucket } from '#network/limits/tokenBucket.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** Progress frames a second on average: our tabs join what comes faster than fifty a second. */
const FRAMES_PER_S = 200;
/** Frames at once: what a slow line held up for seconds comes together. */
export const FRAMES_AT_ONCE = 1_000;
/** Frames in all beyond one a token or step: a tab without news repeats its last every 20 s. */
export const REPEATED_FRAMES = 64;

/** How fast progress may come: of one task, and of a miner's tasks that are over. */
export const PROGRESS_RATE = { perSecond: FRAMES_PER_S, burst: FRAMES_AT_ONCE };

/** The progress frames that one attempt may send: each costs the coordinator time. */
export class ProgressBudget {
  readonly #rate: TokenBucket;
  #left: number;

  /** @param now in ms of a clock that never jumps, as below */
  constructor(request: TaskRequest, now: number) {
    const own = request.kind === 'image' ? request.steps + (request.previews ?? 0) : request.maxTokens;
    this.#left = own + REPEATED_FRAMES;
    this.#rate = new TokenBucket(PROGRESS_RATE, now);
  }

  /** @returns false when this frame is one too many */
  take(now: number): boolean {
    this.#left -= 1;
    return this.#left >= 0 && this.#rate.take(now);
  }
}
