import { binomial } from '#tools/contracts/jury/poisson.ts';
import { BPS } from '#tools/contracts/jury/terms.ts';
import { idleCost, type World } from '#tools/trust/economics/world.ts';

/**
 * CAI that so many convictions take within one cool-down, as `Slasher` does: each a part of what is left, to
 * the cap.
 */
export function slashOf({ stake, parameters }: World, convictions: number): number {
  const { slashing, courts } = parameters;
  let lost = 0;
  for (let i = 0; i < convictions; i++) {
    const left = Math.max(0, (stake * slashing.capBps) / BPS - lost);
    lost += Math.min(((stake - lost) * courts.terms.slashBps) / BPS, left);
  }
  return lost;
}

/**
 * What convictions cost: the slash, and what the rest of the stake does not earn in jail or on its way out.
 */
export function penaltyOf(world: World, convictions: number): number {
  if (convictions === 0) return 0;
  const slash = slashOf(world, convictions);
  return slash + idleCost(world, world.stake - slash);
}

/**
 * The mean of the penalty for faults that a case may find.
 * @param first cases that there are for certain: 0 or 1
 * @param more further results, each of which is tried with this chance
 */
export function meanPenalty(world: World, first: 0 | 1, more: number, chance: number): number {
  const { convicts } = world;
  const others = more === 0 || chance === 0 ? [1] : binomial(more, chance * convicts).chances;
  const convicted = first * convicts;
  return others.reduce(
    (sum, p, count) =>
      sum + p * (convicted * penaltyOf(world, count + 1) + (1 - convicted) * penaltyOf(world, count)),
    0,
  );
}
