import type { OpenAudit, TaskRecord } from '#coordinator/store/taskRecord.ts';

/** A stored result that is to be audited, with its task. */
export interface Audited extends OpenAudit {
  readonly task: TaskRecord;
}
