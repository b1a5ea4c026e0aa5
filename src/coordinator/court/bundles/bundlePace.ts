import type { PaceRule } from '#network/limits/leastPace.ts';

/** Who takes a bundle must keep this pace: the largest one arrives within some 140 s. */
export const BUNDLE_PACE: PaceRule = { bytesPerSecond: 256 * 1024, graceMs: 10_000 };

/**
 * Who brings a bundle must keep this pace, half of a line of 1 Mbit/s: the largest is here within some nine
 * minutes.
 */
export const BRINGING_PACE: PaceRule = { bytesPerSecond: 64 * 1024, graceMs: 10_000 };
