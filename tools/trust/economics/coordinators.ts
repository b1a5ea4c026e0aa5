import { BPS } from '#tools/contracts/jury/terms.ts';
import {
  CHECKING_CLIENTS,
  HELD_RESULTS,
  OWN_SHARE,
  REPORTING_CLIENTS,
  SERVING_MINERS,
  WEI,
} from '#tools/trust/economics/assumptions.ts';
import { DETECTION } from '#tools/trust/economics/detection.ts';
import { penaltyOf } from '#tools/trust/economics/penalty.ts';
import { idleCost, type World } from '#tools/trust/economics/world.ts';
import { spotShare } from '#web/create/spot/spotShare.ts';

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

/** The share of a result's clients who, if it is faked, find that out and report it. */
const reported = ({ price }: World): number =>
  spotShare(price) * DETECTION['nothing computed'].withoutTrace * REPORTING_CLIENTS;

/** The share of faked results that clients report. */
export const clientsReport = (world: World, checking = CHECKING_CLIENTS): number =>
  checking * reported(world);

/**
 * A coordinator never audits its own miner's faked results, 1,000 of them for real clients. Only what others
 * check can convict the miner.
 */
export function wavesThrough(world: World, othersCheck = clientsReport(world)): number {
  const perTask = (1 - othersCheck) * world.price;
  return 1_000 * (perTask - othersCheck * world.convicts * penaltyOf(world, 1));
}

/** The share of its results that others must check, so that this does not pay. */
export const leastOthersCheck = (world: World): number =>
  world.price / (world.price + world.convicts * penaltyOf(world, 1));

/** The share of orders whose page must check, so that this does not pay; more than 1 where none is enough. */
export const leastChecking = (world: World): number => leastOthersCheck(world) / reported(world);

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
