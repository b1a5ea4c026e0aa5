/** The share of cheap results that this browser computes again by itself, of those that it can. */
export const LEAST_SPOT_SHARE = 1 / 10;
/** From this price on it computes each again, in CAI: what is dear is worth faking. */
const ALWAYS_FROM_CAI = 50;

/**
 * How likely a result is checked on this device. A coordinator cannot tell which are. What that takes from
 * one that audits nothing of its own miner is computed in tools/trust/economics.
 * @param cai what the task paid its miner
 * @example spotShare(5); // 0.1
 */
export const spotShare = (cai: number): number =>
  Math.min(1, Math.max(LEAST_SPOT_SHARE, cai / ALWAYS_FROM_CAI));

/** The most that is downloaded for it unasked, in bytes: the starter models, and no other. */
export const MOST_SPOT_BYTES = 100_000_000;
