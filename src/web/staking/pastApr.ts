import type { PastEarning } from '#chain/history/pastEarnings.ts';
import { voterApr } from '#web/staking/apr.ts';

const DAY_S = 86_400;
/** Parts of a span of time, at whose ends rates are read: each costs the chain's node a few requests. */
const PARTS = 8;

/** Moments of the last days, evenly apart, now among them, in Unix seconds. */
export const momentsOf = (days: number, nowSeconds: number): number[] =>
  Array.from({ length: PARTS + 1 }, (_, part) => nowSeconds - (days * DAY_S * (PARTS - part)) / PARTS);

/**
 * What a vote earned on average, as a fraction a year: rates between two moments count as the mean of both.
 * From the emission alone: less the commission, and without fees, compounding or slashes.
 */
export function averageApr(earnings: readonly PastEarning[]): number {
  const rates = earnings.map(({ at, emission, node }) => ({ at, apr: voterApr(emission, node) }));
  let sum = 0;
  for (let place = 1; place < rates.length; place++) {
    const [before, after] = [rates[place - 1]!, rates[place]!];
    sum += ((before.apr + after.apr) / 2) * (after.at - before.at);
  }
  return sum / (rates.at(-1)!.at - rates[0]!.at);
}
