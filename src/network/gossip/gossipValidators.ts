import type { Address } from 'viem';
import type { GossipKind, GossipMessage } from '#protocol/messages/gossip.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import { isAssignmentSigned } from '#protocol/signed/assignment.ts';
import { isAuditNoticeSigned } from '#protocol/signed/auditNotice.ts';
import { isReceiptSigned } from '#protocol/signed/receipt.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { TASK_LIFETIME_S } from '#protocol/task/taskLife.ts';

/** What a validator needs to know; the node's owner provides it. */
export interface GossipDeps {
  network: NetworkIdentity;
  /** Unix seconds. */
  nowSeconds(): number;
  /** Whether the operator is an active coordinator, as far as this node has read the chain. */
  isCoordinator(operator: Address): boolean;
  /** How many miners take part in draws: it decides into how many shards assignments are split. */
  activeMiners(): number;
}

/**
 * `accept`: forward and deliver it. `ignore`: drop it; no peer is to blame. `reject`: drop it, and lower the
 * score of the peer that forwarded it.
 */
export type Verdict =
  | { verdict: 'accept' }
  | { verdict: 'ignore' | 'reject'; code: RefusalCode | 'EXPIRED' | 'FROM_THE_FUTURE' };

export type GossipValidator<K extends GossipKind> = (
  message: GossipMessage<K>,
  deps: GossipDeps,
) => Promise<Verdict>;

/** How far two honest clocks may be apart, in seconds. */
export const CLOCK_SKEW_S = 60;
/** Oldest receipt that is accepted, in seconds. It stops replays that outlive the seen-cache. */
export const RECEIPT_MAX_AGE_S = 60;
/** Oldest notice of an audit that is accepted, in seconds. */
export const NOTICE_MAX_AGE_S = 60;

const ACCEPT: Verdict = { verdict: 'accept' };

export const validateAssignment: GossipValidator<'assignment'> = async (assignment, deps) => {
  const now = deps.nowSeconds();
  // [IGNORE] The assignment can still be taken.
  if (assignment.expiry <= now) return { verdict: 'ignore', code: 'EXPIRED' };
  // [REJECT] It ends within a task's life.
  if (assignment.expiry > now + TASK_LIFETIME_S + CLOCK_SKEW_S) {
    return { verdict: 'reject', code: 'FROM_THE_FUTURE' };
  }
  // [IGNORE] The coordinator is active: our view of the chain may be older than the sender's.
  if (!deps.isCoordinator(assignment.coordinator)) return { verdict: 'ignore', code: 'NOT_REGISTERED' };
  // [REJECT] The coordinator signed it. Whether the lottery gives it is for its miner to check.
  if (!(await isAssignmentSigned(deps.network, assignment))) {
    return { verdict: 'reject', code: 'BAD_SIGNATURE' };
  }
  return ACCEPT;
};

export const validateReceipt: GossipValidator<'receipt'> = async (receipt, deps) => {
  const now = deps.nowSeconds();
  // [IGNORE] The receipt is recent.
  if (receipt.finishedAt < now - RECEIPT_MAX_AGE_S) return { verdict: 'ignore', code: 'EXPIRED' };
  // [REJECT] It does not come from the future.
  if (receipt.finishedAt > now + CLOCK_SKEW_S) return { verdict: 'reject', code: 'FROM_THE_FUTURE' };
  // [IGNORE] The coordinator is active: our view of the chain may be older than the sender's.
  if (!deps.isCoordinator(receipt.coordinator)) return { verdict: 'ignore', code: 'NOT_REGISTERED' };
  // [REJECT] The coordinator signed it.
  if (!(await isReceiptSigned(deps.network, receipt))) return { verdict: 'reject', code: 'BAD_SIGNATURE' };
  return ACCEPT;
};

export const validateAudit: GossipValidator<'audit'> = async (notice, deps) => {
  const now = deps.nowSeconds();
  // [IGNORE] The notice is recent.
  if (notice.at < now - NOTICE_MAX_AGE_S) return { verdict: 'ignore', code: 'EXPIRED' };
  // [REJECT] It does not come from the future.
  if (notice.at > now + CLOCK_SKEW_S) return { verdict: 'reject', code: 'FROM_THE_FUTURE' };
  // [IGNORE] The coordinator is active: our view of the chain may be older than the sender's.
  if (!deps.isCoordinator(notice.coordinator)) return { verdict: 'ignore', code: 'NOT_REGISTERED' };
  // [REJECT] The coordinator signed it. Whether it keeps to the draw is for those who listen to count.
  if (!(await isAuditNoticeSigned(deps.network, notice))) return { verdict: 'reject', code: 'BAD_SIGNATURE' };
  return ACCEPT;
};

export const gossipValidators: { [K in GossipKind]: GossipValidator<K> } = {
  assignment: validateAssignment,
  receipt: validateReceipt,
  audit: validateAudit,
};
