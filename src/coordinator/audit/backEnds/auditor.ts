import type { ComparedResults } from '#coordinator/audit/backEnds/auditMessages.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { CodedError } from '#protocol/codedError.ts';

/**
 * Why a result could not be measured. It says nothing about the result, but for `in_doubt`: something speaks
 * against it.
 */
export type AuditorErrorCode =
  | 'model_not_served'
  | 'contents_deleted'
  | 'audit_failed'
  | 'audit_too_slow'
  | 'auditor_stopped'
  | 'in_doubt';

export class AuditorError extends CodedError<AuditorErrorCode> {
  override readonly name = 'AuditorError';
}

/** Compares two results of the same request, without computing either. */
export interface ResultComparer {
  /** @throws AuditorError */
  compare(results: ComparedResults): Promise<AuditMeasure>;
}

/** Computes parts of a result again. */
export interface Auditor {
  /** Named in logs: the back end. */
  readonly name: string;
  /** @throws AuditorError */
  audit(work: AuditedWork): Promise<AuditMeasure>;
  close(): Promise<void>;
}
