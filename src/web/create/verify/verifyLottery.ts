import type { Hex } from 'viem';
import type { Role, RosterNode } from '#chain/roster.ts';
import { isCallOrder } from '#protocol/draw/callOrder.ts';
import { isListed } from '#protocol/draw/isListed.ts';
import { lotterySeed } from '#protocol/draw/lottery.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { type Check, fails, holds, unchecked } from '#web/create/verify/lines/verifyLine.ts';
import { t } from '#web/language/translate.ts';

export interface LotteryDeps {
  /**
   * The nodes at a block.
   * @returns null where they are too many to read here; throws where the chain does not give them
   */
  rosterAt(role: Role, blockHash: Hex): Promise<RosterNode[] | null>;
}

/** Checks that the stakes of the assignment's block call its miner, after those whom it has passed. */
export async function verifyLottery(assignment: Assignment, { rosterAt }: LotteryDeps): Promise<Check> {
  const { rosterBlock: block, beacon, taskId, passed, miner } = assignment;
  const rosters = await Promise.all([rosterAt('miner', beacon), rosterAt('coordinator', beacon)]).catch(
    () => undefined,
  );
  if (rosters === undefined) return unchecked(t('create.verifyReceipt.theStakesAreGone', { block }));
  const [miners, coordinators] = rosters;
  if (miners === null || coordinators === null) return unchecked(t('create.verifyReceipt.tooManyNodes'));
  if (!isListed(coordinators, assignment.coordinator))
    return fails(t('create.verifyReceipt.itsKeyHadNo', { block }));
  if (!isCallOrder(lotterySeed(beacon, taskId), miners, [...passed, miner]))
    return fails(t('create.verifyReceipt.theLotteryCallsOthers', { block }));
  return passed.length === 0
    ? holds(t('create.verifyReceipt.theLotteryCallsFirst', { block }))
    : holds(t('create.verifyReceipt.theLotteryCalls', { block, passed: passed.length }));
}
