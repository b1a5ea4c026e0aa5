import type { Logger } from 'pino';
import type { Hex } from 'viem';
import type { AuditRecord } from '#coordinator/store/taskRecord.ts';
import { FIRST_AUDITED } from '#protocol/draw/auditShare.ts';
import { type AuditNotice, signAuditNotice } from '#protocol/signed/auditNotice.ts';
import type { NetworkIdentity, OperatorSigner } from '#protocol/signed/typedData.ts';

/** What is public of an audit. */
export type AnnouncedAudit = Pick<AuditRecord, 'taskId' | 'miner' | 'state' | 'share' | 'drawBlock'>;

export interface AnnouncerDeps {
  network: NetworkIdentity;
  signer: OperatorSigner;
  /** Gossips a notice. */
  announce(notice: AuditNotice): void;
  log: Logger;
  /** ms since 1970. */
  nowMs(): number;
}

/** The record of which a share follows: `auditShareOf` turned round. */
const recordOf = (share: number): number => Math.round(FIRST_AUDITED / share);

/**
 * Tells the witnesses of a task how its result is audited, and later how that ended, so that they can count
 * audits that were due and skipped.
 * @param digest of the assignment
 */
export function announcer(deps: AnnouncerDeps): (audit: AnnouncedAudit, digest: Hex) => void {
  const { network, signer, announce, log, nowMs } = deps;
  return ({ taskId, miner, state, share, drawBlock }, digest) => {
    const at = Math.floor(nowMs() / 1_000);
    const facts = { record: recordOf(share), drawBlock: drawBlock ?? 0, at };
    signAuditNotice(network, signer, { taskId, miner, assignment: digest, state, ...facts })
      .then(announce)
      .catch((error: unknown) => log.error({ err: error, taskId }, 'could not announce an audit'));
  };
}
