import type { Hex } from 'viem';
import type { AuditRecord, PaymentRecord, TaskRecord } from '#coordinator/store/taskRecord.ts';

/** A stored result that is to be audited. */
export interface Audited {
  readonly record: AuditRecord;
  readonly task: TaskRecord;
  readonly payment: PaymentRecord;
  /** Of its assignment. */
  readonly digest: Hex;
}
