import type { Address } from 'viem';
import type { EpochRules } from '#protocol/draw/epoch.ts';
import { assignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { type Assignment, assignmentDigest, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { type ChainBlock, type Check, fails, holds, unchecked } from '#web/create/verify/lines/verifyLine.ts';
import { momentOf, WAIT_TOLD_S } from '#web/create/verify/orderedWhen.ts';
import { t } from '#web/language/translate.ts';

export interface AssignmentDeps {
  network: NetworkIdentity;
  epochs: EpochRules;
  /** The chain makes a block only when there is a transaction, so that an old head says nothing. */
  minesOnDemand: boolean;
  /** @returns null where the chain has no such block; throws where it does not answer */
  blockAt(block: number): Promise<ChainBlock | null>;
  newestBlock(): Promise<ChainBlock>;
  /** The node that a key serves or served; 0 for an unknown key. Throws where the chain does not answer. */
  nodeIdOf(operator: Address): Promise<bigint>;
  /** ms since 1970, by this device's clock. */
  nowMs(): number;
}

/** What the chain says of an assignment. */
interface ChainFacts {
  drawn: ChainBlock | null;
  /** With this block two newer epochs had come; null while it has not. */
  outdated: ChainBlock | null;
  newest: ChainBlock;
  /** The nodes of the key that signed, and of the key that the coordinator has by its receipt. */
  signer: bigint;
  coordinator: bigint;
}

/**
 * Checks who chose the miner: that the coordinator signed the assignment, and drew with the newest epoch when
 * the task was ordered, or the one before, as tabs demand (`checkAssignment`). The chain cannot know that
 * moment: it allows a coordinator any of the last 19 epochs.
 * @returns the assignment too where its draw can be looked at
 */
export async function verifyAssignment(
  result: AnyResult,
  deps: AssignmentDeps,
): Promise<{ check: Check; drawn?: Assignment }> {
  const { receipt } = result;
  if (receipt.assignment === null) return { check: unchecked(t('create.verifyReceipt.theReceiptHasOnly')) };
  const assignment = assignmentOf(receipt.task_id, receipt.assignment);
  const { rosterBlock: block } = assignment;
  const isOfTask = result.replaced !== undefined || receipt.task_id === result.id;
  const isOfReceipt = assignmentDigest(deps.network, assignment) === receipt.assignment_digest;
  if (!isOfTask || !isOfReceipt || assignment.miner !== receipt.miner)
    return { check: fails(t('create.verifyReceipt.itIsNotThe')) };
  if (!(await isAssignmentSigned(deps.network, assignment)))
    return { check: fails(t('create.verifyReceipt.theCoordinatorDidNot')) };
  if (block % deps.epochs.blocks !== 0)
    return { check: fails(t('create.verifyReceipt.noEpochBegins', { block })) };
  const facts = await factsOf(assignment, receipt.coordinator, deps).catch(() => undefined);
  if (facts === undefined) return { check: unchecked(t('create.verifyReceipt.theChainDidNot')) };
  const { drawn } = facts;
  if (drawn === null) return { check: fails(t('create.verifyReceipt.theChainLacks', { block })) };
  if (drawn.hash !== assignment.beacon)
    return { check: fails(t('create.verifyReceipt.onTheChainBlock', { block })) };
  if (facts.signer === 0n || facts.signer !== facts.coordinator)
    return { check: fails(t('create.verifyReceipt.theKeyIsNot')), drawn: assignment };
  if (assignment.expiry > drawn.minedAt + deps.epochs.assignmentSeconds)
    return { check: fails(t('create.verifyReceipt.itExpiresLater', { block })), drawn: assignment };
  return { check: epochCheck(result, block, { ...facts, drawn }, deps), drawn: assignment };
}

async function factsOf(
  { rosterBlock, coordinator: signer }: Assignment,
  coordinator: Address,
  { epochs, ...chain }: AssignmentDeps,
): Promise<ChainFacts> {
  const [drawn, outdated, newest, signerId, coordinatorId] = await Promise.all([
    chain.blockAt(rosterBlock),
    chain.blockAt(rosterBlock + 2 * epochs.blocks + epochs.confirmations),
    chain.newestBlock(),
    chain.nodeIdOf(signer),
    chain.nodeIdOf(coordinator),
  ]);
  return { drawn, outdated, newest, signer: signerId, coordinator: coordinatorId };
}

function epochCheck(
  result: AnyResult,
  block: number,
  { drawn, outdated, newest }: ChainFacts & { drawn: ChainBlock },
  { minesOnDemand, nowMs }: AssignmentDeps,
): Check {
  const moment = momentOf(result, { newest, minesOnDemand, nowMs: nowMs() });
  if (moment === undefined) return unchecked(t('create.verifyReceipt.whenItWasOrdered'));
  const isOld = outdated !== null && outdated.minedAt + moment.slackSeconds < moment.seconds;
  const minutes = Math.max(1, Math.round(Math.abs(moment.seconds - drawn.minedAt) / 60));
  if (moment.by === 'coordinator')
    return isOld
      ? fails(t('create.verifyReceipt.byItsOwnWord', { block, minutes }))
      : unchecked(t('create.verifyReceipt.onlyWhoOrdered', { block }));
  if (isOld && !moment.mayBeEarlier)
    return fails(t('create.verifyReceipt.theCoordinatorChose', { block, minutes }));
  if (moment.mayBeEarlier || moment.mayBeLater)
    return unchecked(t('create.verifyReceipt.theClockHere', { block }));
  return drawn.minedAt - moment.seconds >= WAIT_TOLD_S
    ? holds(t('create.verifyReceipt.theTaskWaited', { block, minutes }))
    : holds(t('create.verifyReceipt.itWasTheNewest', { block }));
}
