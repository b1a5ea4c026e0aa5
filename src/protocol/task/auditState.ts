/**
 * Where a result's audit stands. It is `waiting` for the block that draws it, and then `skipped`, or `due`
 * and then `passed`, `withheld` (its miner did not hand over its trace, or audits contradict each other) or
 * `disputed` (it is wrong). `unchecked` is one that was due and that nobody could compute.
 */
export const AUDIT_STATES = [
  'waiting',
  'due',
  'skipped',
  'passed',
  'unchecked',
  'withheld',
  'disputed',
] as const;
export type AuditState = (typeof AUDIT_STATES)[number];
