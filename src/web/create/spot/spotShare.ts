/**
 * Of the results that this browser can compute again, the page does so with this share by itself. A
 * coordinator cannot tell which. What that takes from one that audits nothing of its own miner is computed in
 * tools/trust/economics.
 */
export const SPOT_SHARE = 1 / 10;

/** The most that is downloaded for it unasked, in bytes: the starter models, and no other. */
export const MOST_SPOT_BYTES = 100_000_000;
