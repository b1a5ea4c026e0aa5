import { auditShareOf } from '#protocol/draw/auditShare.ts';
import type { ApiNodeRecord } from '#protocol/messages/apiNode.ts';

/** One's own results at a coordinator that audits. */
export interface OwnAudits {
  /** Paid for, or soon: passed, not drawn, or drawn and computed by nobody. */
  accepted: number;
  /** Passed and doubted together. */
  audited: number;
  passed: number;
  /** Found wrong, or not proved. */
  doubted: number;
  /** Wait for their draw or their audit, for which the tab keeps the steps. */
  open: number;
  /**
   * At least this share of the next results is audited, 0..1. A record is kept for each model and begins anew
   * after a doubt, so it is no longer than all accepted results together.
   */
  leastShare: number;
}

/**
 * What a coordinator's public record says of one's own results.
 * @returns undefined where it audits nothing
 */
export function ownAuditsOf({ results }: Pick<ApiNodeRecord, 'results'>): OwnAudits | undefined {
  if (results === null) return undefined;
  const { passed, disputed, withheld, unchecked, skipped, waiting, due } = results;
  const doubted = disputed + withheld;
  const accepted = passed + skipped + unchecked;
  // What nobody could compute counts for no record.
  const leastShare = auditShareOf(passed + skipped);
  return { accepted, audited: passed + doubted, passed, doubted, open: waiting + due, leastShare };
}
