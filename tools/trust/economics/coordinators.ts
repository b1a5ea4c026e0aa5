import { BPS } from '#tools/contracts/jury/terms.ts';
import {
  HELD_RESULTS,
  OTHERS_CHECK,
  OWN_SHARE,
  SERVING_MINERS,
  WEI,
} from '#tools/trust/economics/assumptions.ts';
import { penaltyOf } from '#tools/trust/economics/penalty.ts';
import { idleCost, type World } from '#tools/trust/economics/world.ts';

/** Of each fee that is shared out: `BURNT_PART` of contracts/src/staking/Rewards.sol. */
const BURNT_OF_FEES = 0.1;

/**
 * A coordinator orders 1,000 tasks from itself. It gets its own pay back for the tasks that its own miners
 * draw, and the payer's part of the fee on the others, less what is burnt. The double emission that its fees
 * buy is left out: fees without any task buy it for less (contracts/TRUST.md). All stake in its nodes is its
 * own. CAI.
 */
export function fakeDemand({ price, parameters }: World, ownShare = OWN_SHARE): number {
  const { feeBps, payerPoolBps } = parameters.payments;
  const feeBack = ((feeBps * payerPoolBps) / BPS ** 2) * (1 - BURNT_OF_FEES);
  return -1_000 * price * (1 - ownShare) * (1 - feeBack);
}

/** What it loses if it draws one task for its own miner against the lottery and anybody reports that. CAI. */
export const wrongDraw = ({ parameters }: World): number =>
  -(Number(parameters.staking.coordinatorMinimum) / WEI) * (parameters.courts.wrongDrawBps / BPS);

/**
 * A coordinator never audits its own miner's faked results, 1,000 of them for real clients. Only what others
 * check can convict the miner.
 */
export function wavesThrough(world: World, othersCheck = OTHERS_CHECK): number {
  const perTask = (1 - othersCheck) * world.price;
  return 1_000 * (perTask - othersCheck * world.convicts * penaltyOf(world, 1));
}

/** The share of its results that others must check, so that this does not pay. */
export const leastOthersCheck = (world: World): number =>
  world.price / (world.price + world.convicts * penaltyOf(world, 1));

/**
 * A coordinator delivers results to its clients and pays its miners for none. Each stops when so many wait.
 * Nothing is slashed: it loses its miners, and its stake is idle for a cool-down until it begins anew.
 */
export function neverPays(world: World, miners = SERVING_MINERS, held = HELD_RESULTS): number {
  const stake = Number(world.parameters.staking.coordinatorMinimum) / WEI;
  return miners * held * world.price - idleCost(world, stake);
}

/** How many results a miner may let wait at most, so that this does not pay. */
export const mostHeld = (world: World, miners = SERVING_MINERS): number =>
  idleCost(world, Number(world.parameters.staking.coordinatorMinimum) / WEI) / (miners * world.price);
