import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';

const HASH = `0x${'e'.repeat(64)}` as const;

/** A case whose first jury votes, as coordinators send it. */
export const EXAMPLE_CASE: ApiCaseDetail = {
  ...{ id: '7', object: 'case', state: 'voting', note: 'Jurors run the task again and send sealed votes.' },
  ...{ node: '3', evidence: HASH, assigned_at: 1_000, opened_at: 2_000, settled_at: null, verdict: null },
  jury: {
    ...{ round: 0, party: '0x00000000000000000000000000000000000000C0', deposit_cai: '300' },
    ...{ called_at: 2_000, seed_block: '90', voting_ends_at: 3_000, revealing_ends_at: 4_000 },
    ...{ final_at: 5_000, seats: 12, quorum: 6, votes: { right: 0, wrong: 0, unavailable: 0 } },
  },
  reporter: '0x00000000000000000000000000000000000000C0',
  exhibits: [
    {
      coordinator: '0x00000000000000000000000000000000000000C0',
      ...{ hash: HASH, url: `/v1/evidence/${HASH}` },
    },
  ],
  transactions: [{ event: 'Opened', hash: `0x${'7'.repeat(64)}`, block: '89' }],
};
