import type { Hex } from 'viem';
import type { ServedCoordinator, ServedCoordinators } from '#miner/coordinators/servedCoordinators.ts';
import { type VoucherStore, worthOf } from '#miner/payments/voucherStore.ts';
import { describeError } from '#miner/status/failure.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { TaskScore } from '#miner/status/taskScore.ts';
import type { DeliveryEnd } from '#miner/tasks/taskDelivery.ts';
import type { SignedResultStore } from '#miner/tasks/work/signedResultStore.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

export interface TaskSettlementDeps {
  coordinators: ServedCoordinators;
  vouchers: VoucherStore;
  results: SignedResultStore;
  score: TaskScore;
  board: StatusBoard;
  trace(what: string, error: unknown): void;
}

/** An assignment of a coordinator that is served. */
export interface ServedAssignment {
  readonly served: ServedCoordinator;
  readonly assignment: Assignment;
  readonly digest: Hex;
}

/** Settles a delivered task: counts it, checks its payment, and leaves a coordinator that pays too little. */
export async function settleTask(
  deps: TaskSettlementDeps,
  { served, assignment, digest }: ServedAssignment,
  end: DeliveryEnd,
): Promise<void> {
  const { coordinators, board, vouchers, results, score, trace } = deps;
  score.end(assignment.taskId);
  if (end.type === 'unanswered') {
    trace(`task ${assignment.taskId}`, new Error('the coordinator did not answer when it was taken'));
    return;
  }
  // The payment comes with the coordinator's next welcome.
  if (end.type === 'held') return;
  if (end.type === 'refused') {
    trace(`task ${assignment.taskId}`, new RefusalError(end.code, end.detail));
    score.failed(end.code);
    return;
  }
  const { receipt, voucher } = end.payment;
  try {
    if (end.type === 'paid') {
      const { hash, units, model, outcome, isEarlier = false } = end.work;
      score.done({ assignment, model, units }, outcome);
      await served.ledger?.settle({ assignment, result: hash, units, isEarlier }, receipt, voucher);
      // If this fails, the result's bytes are deleted when the assignment expires.
      await results
        .settle(digest, assignment.expiry)
        .catch((error: unknown) => trace(`result of ${digest}`, error));
    } else {
      await served.ledger?.keep(voucher);
    }
    board.set({ earnedWei: worthOf(await vouchers.all()).toString() });
  } catch (error) {
    const described = describeError(error);
    board.set({ error: described });
    // A coordinator that pays less than it signed for gets no more work.
    if (described.code === 'BAD_PAYMENT') coordinators.leave(served.nodeId, described.message);
  }
}
