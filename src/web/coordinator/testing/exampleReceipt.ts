import type { ApiAudit, ApiReceipt } from '#protocol/messages/api.ts';

/** A receipt as coordinators send it, for tests. */
export const EXAMPLE_RECEIPT: ApiReceipt = {
  task_id: `0x${'1'.repeat(64)}`,
  coordinator: '0x00000000000000000000000000000000000000C0',
  miner: '0x00000000000000000000000000000000000000A1',
  stake_share: 0.5,
  model: 'tales',
  seed: 1,
  seconds: 2,
  attempts: 1,
  units: 3,
  amount_cai: '0.1',
  trace_root: `0x${'4'.repeat(64)}`,
  result_hash: `0x${'2'.repeat(64)}`,
  result_signature: '0x',
  assignment_digest: `0x${'3'.repeat(64)}`,
  assignment: null,
  audit: null,
};

/** An audit whose draw is awaited, for tests. */
export const EXAMPLE_AUDIT: ApiAudit = {
  ...{ state: 'waiting', share: 0.05, draw_block: 7, draw_hash: null, distance: null },
  ...{ evidence: null, case_id: null, replacement: null, replacement_url: null },
};
