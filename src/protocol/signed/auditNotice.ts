import { z } from 'zod';
import { LONGEST_RECORD } from '#protocol/draw/auditShare.ts';
import { addressField, hashField, signatureField, unixSecondsField } from '#protocol/fields.ts';
import {
  AUDIT_NOTICE,
  isSignedBy,
  type NetworkIdentity,
  type OperatorSigner,
  protocolDomain,
  typedData,
} from '#protocol/signed/typedData.ts';
import { AUDIT_STATES } from '#protocol/task/auditState.ts';

/**
 * A coordinator's public record of an audit: once when the result is delivered, before the draw's block
 * exists, and once when the audit is over.
 */
export const auditNoticeSchema = z.strictObject({
  taskId: hashField,
  coordinator: addressField,
  miner: addressField,
  /** Digest of the assignment, with which the audit is drawn. */
  assignment: hashField,
  /** `waiting` or `due` at first; then how it ended. */
  state: z.enum(AUDIT_STATES),
  /** The miner's accepted results of this model, of which the share follows (`auditShareOf`). */
  record: z.number().int().min(0).max(LONGEST_RECORD),
  /** The block whose hash draws it; 0 where all are audited. */
  drawBlock: z.number().int().nonnegative(),
  at: unixSecondsField,
  signature: signatureField,
});
export type AuditNotice = z.output<typeof auditNoticeSchema>;

const dataOf = (network: NetworkIdentity, notice: Omit<AuditNotice, 'signature'>) =>
  typedData(protocolDomain(network), AUDIT_NOTICE, {
    taskId: notice.taskId,
    miner: notice.miner,
    assignment: notice.assignment,
    state: notice.state,
    record: notice.record,
    drawBlock: BigInt(notice.drawBlock),
    at: BigInt(notice.at),
  });

/**
 * Signs a notice with the coordinator's operator key.
 *
 * @example
 * const facts = { taskId, miner, assignment, state: 'due', record: 8, drawBlock: 0, at } as const;
 * const notice = await signAuditNotice(network, account, facts);
 */
export async function signAuditNotice(
  network: NetworkIdentity,
  signer: OperatorSigner,
  notice: Omit<AuditNotice, 'signature' | 'coordinator'>,
): Promise<AuditNotice> {
  const unsigned = { ...notice, coordinator: signer.address };
  return { ...unsigned, signature: await signer.signTypedData(dataOf(network, unsigned)) };
}

/**
 * Whether the coordinator that a notice names has signed it.
 *
 * @example
 * if (!(await isAuditNoticeSigned(network, notice))) return { verdict: 'reject', code: 'BAD_SIGNATURE' };
 */
export const isAuditNoticeSigned = (network: NetworkIdentity, notice: AuditNotice): Promise<boolean> =>
  isSignedBy(dataOf(network, notice), notice.signature, notice.coordinator);
