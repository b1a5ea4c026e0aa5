import { keccak256, parseEther, toHex } from 'viem';
import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';

const HASH = `0x${'e'.repeat(64)}` as const;
const REPORTER = '0x00000000000000000000000000000000000000C0';

/** A case whose first jury votes, as the chain has it. */
export const EXAMPLE_CASE: ShownCase = {
  ...{ caseId: 7n, nodeId: 3n, state: 'voting', evidence: HASH, drawnAt: 1_000, openedAt: 2_000, round: 0 },
  ...{ verdict: undefined, settledAt: undefined },
  jury: {
    ...{ party: REPORTER, deposit: parseEther('300'), start: 2_000, seedBlock: 90n },
    ...{ seed: keccak256(toHex('seed')), totalWeight: 1n, commitEnd: 3_000, revealEnd: 4_000 },
    ...{ finalAt: 5_000, votes: { right: 0, wrong: 0, unavailable: 0 } },
  },
};

/** An honest coordinator's record of it. */
export const EXAMPLE_RECORD: ApiCaseDetail = {
  ...{ id: '7', object: 'case', state: 'voting', note: 'Jurors run the task again and send sealed votes.' },
  ...{ node: '3', evidence: HASH, assigned_at: 1_000, opened_at: 2_000, settled_at: null, verdict: null },
  jury: {
    ...{ round: 0, party: REPORTER, deposit_cai: '300', called_at: 2_000, seed_block: '90' },
    ...{ voting_ends_at: 3_000, revealing_ends_at: 4_000, final_at: 5_000, seats: 12, quorum: 6 },
    votes: { right: 0, wrong: 0, unavailable: 0 },
  },
  reporter: REPORTER,
  exhibits: [{ coordinator: REPORTER, hash: HASH, url: `/v1/evidence/${HASH}` }],
  transactions: [{ event: 'Opened', hash: `0x${'7'.repeat(64)}`, block: '89' }],
};
