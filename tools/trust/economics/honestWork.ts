import { auditShareOf, LEAST_AUDITED } from '#protocol/draw/auditShare.ts';
import { BPS } from '#tools/contracts/jury/terms.ts';
import {
  CAI_DOLLARS,
  type Device,
  DOLLARS_PER_KWH,
  NODES,
  TURNOUT,
} from '#tools/trust/economics/assumptions.ts';
import { FALSE_CASES } from '#tools/trust/economics/caseMix.ts';
import { caseOdds } from '#tools/trust/economics/caseOdds.ts';
import { penaltyOf } from '#tools/trust/economics/penalty.ts';
import type { TaskPrice } from '#tools/trust/economics/taskPrices.ts';
import type { World } from '#tools/trust/economics/world.ts';

const JOULES_PER_KWH = 3.6e6;

/** Dollars of electricity for a usual task. */
export function electricity({ kind, usualUnits, usualAnswer }: TaskPrice, device: Device): number {
  const seconds =
    kind === 'image'
      ? usualAnswer * device.secondsPerStep
      : usualAnswer * device.secondsPerToken + (usualUnits - usualAnswer) * device.secondsPerPromptToken;
  return (seconds * device.watts * DOLLARS_PER_KWH) / JOULES_PER_KWH;
}

/** What an honest miner loses on average by wrong convictions, CAI a task. */
export function wrongConvictions(world: World): number {
  const court = { network: world.network, nodes: NODES, colluding: 0.3, turnout: TURNOUT } as const;
  return FALSE_CASES * caseOdds({ ...court, accused: 'honest' }).wrong * penaltyOf(world, 1);
}

/** CAI of 1,000 usual tasks after the voters' fee, electricity and wrong convictions. */
export function honestProfit(
  task: TaskPrice,
  device: Device,
  world: World,
  caiDollars: number = CAI_DOLLARS[0],
) {
  const paid = task.unitPrice * task.usualUnits * (1 - world.parameters.payments.feeBps / BPS);
  return 1_000 * (paid - electricity(task, device) / caiDollars - wrongConvictions(world));
}

/** Dollars a CAI must be worth for the work to pay its electricity. */
export const leastCaiDollars = (task: TaskPrice, device: Device, world: World): number =>
  electricity(task, device) /
  (task.unitPrice * task.usualUnits * (1 - world.parameters.payments.feeBps / BPS) - wrongConvictions(world));

/** The share of so many results of one record that is audited. */
export function auditedShare(results: number): number {
  let sum = 0;
  for (let accepted = 0; accepted < results; accepted++) sum += auditShareOf(accepted);
  return sum / results;
}

/** The same for an old record. */
export const AGED = LEAST_AUDITED;
