/** How well the chain is followed. */
export interface ChainHealth {
  /** Number of the newest block known. */
  blockNumber: number;
  /** Seconds since that block was mined. */
  ageSeconds: number;
  /**
   * `failing`: the last look at the chain failed. `behind`: its node's newest block is old, or the clock here
   * is far off.
   */
  state: 'ok' | 'failing' | 'behind';
  /** Since when it is not `ok`, in ms since 1970. */
  sinceMs: number | undefined;
  /** What is wrong, in one sentence. */
  problem: string | undefined;
  /** No draw may rest on this view: miners whose view is newer would refuse it. */
  tooOld: boolean;
}

/**
 * Silence after which the view is too old, in ms. The fastest chains mine 240 blocks meanwhile, of the 256
 * that a miner accepts.
 */
export const SILENCE_MS = 60_000;
/**
 * Age of a head after which its node must be stuck, in seconds: public chains mine every 15 seconds or
 * faster, and clocks may be a minute apart.
 */
export const OLD_HEAD_S = 120;

/** What a follower has seen. */
export interface ChainSightings {
  blockNumber: number;
  /** Unix seconds of the newest block. */
  headSeconds: number;
  /** When the chain was last read without a failure, in ms since 1970. */
  answeredAtMs: number;
  /** Why the last look failed. */
  failure: Error | undefined;
  /** A chain that mines a block only when there is a transaction, so that an old head says nothing. */
  minesOnDemand: boolean;
}

const timeOf = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * Judges what was seen of the chain.
 * @param nowMs ms since 1970
 * @example const { tooOld, problem } = chainHealth(sightings, Date.now());
 */
export function chainHealth(seen: ChainSightings, nowMs: number): ChainHealth {
  const { blockNumber, headSeconds, answeredAtMs, failure } = seen;
  const ageSeconds = Math.max(0, Math.floor(nowMs / 1_000) - headSeconds);
  const facts = { blockNumber, ageSeconds };
  const tooOld = nowMs - answeredAtMs >= SILENCE_MS;
  if (failure !== undefined || tooOld) {
    const why = failure?.message ?? 'its node has not answered yet.';
    const problem = `The chain has not been read since ${timeOf(answeredAtMs)}: ${why}`;
    return { ...facts, state: 'failing', sinceMs: answeredAtMs, problem, tooOld };
  }
  if (!seen.minesOnDemand && ageSeconds > OLD_HEAD_S) {
    const sinceMs = headSeconds * 1_000;
    const problem = `The chain’s node has had no block since ${timeOf(sinceMs)}, so it is behind, the chain stands still, or the clock here is wrong.`;
    return { ...facts, state: 'behind', sinceMs, problem, tooOld: true };
  }
  const aheadSeconds = headSeconds - Math.floor(nowMs / 1_000);
  if (!seen.minesOnDemand && aheadSeconds > OLD_HEAD_S) {
    const problem = `The chain’s newest block is of ${timeOf(headSeconds * 1_000)}, which has not come by the clock here: set that right.`;
    return { ...facts, state: 'behind', sinceMs: answeredAtMs, problem, tooOld: true };
  }
  return { ...facts, state: 'ok', sinceMs: undefined, problem: undefined, tooOld: false };
}
