import { formatEther } from 'viem';
import type { CaseEvent } from '#chain/courts/caseEvents.ts';
import { caseStateOf } from '#chain/courts/caseState.ts';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { type CourtTerms, quorumOfRound, seatsOfRound } from '#chain/courts/courtTerms.ts';
import type { ApiCase, ApiCaseDetail } from '#protocol/messages/apiCase.ts';

const VERDICTS = {
  right: 'The jury found the result right. The reporter loses its deposit.',
  wrong: 'The jury found the result wrong. The miner was slashed and jailed.',
} as const;

/** A case as the API shows it. */
export function caseView(theCase: CaseView, terms: CourtTerms, nowSeconds: number): ApiCase {
  const { caseId, nodeId, evidence, drawnAt, openedAt, settledAt, verdict, round, jury } = theCase;
  const state = caseStateOf(theCase, nowSeconds);
  return {
    ...{ id: caseId.toString(), object: 'case', state, note: noteOf(theCase, state) },
    ...{ node: nodeId.toString(), evidence, assigned_at: drawnAt, opened_at: openedAt },
    ...{ settled_at: settledAt ?? null, verdict: verdict ?? null },
    jury: {
      ...{ round, party: jury.party, deposit_cai: formatEther(jury.deposit), called_at: jury.start },
      ...{ seed_block: jury.seedBlock.toString(), voting_ends_at: jury.commitEnd },
      ...{ revealing_ends_at: jury.revealEnd, final_at: jury.finalAt },
      ...{ seats: seatsOfRound(terms, round), quorum: quorumOfRound(terms, round), votes: jury.votes },
    },
  };
}

function noteOf({ verdict, jury, round }: CaseView, state: ApiCase['state']): string {
  switch (state) {
    case 'drawing':
      return `The hash of block ${jury.seedBlock} draws the jury.`;
    case 'voting':
      return 'Jurors run the task again and send sealed votes.';
    case 'revealing':
      return 'Jurors open their votes.';
    case 'appealable':
      return `Jury ${round + 1} has voted. Anybody may call a larger one.`;
    case 'settling':
      return 'The last jury has voted, and what it found can be carried out.';
    case 'settled':
      if (verdict === 'right' || verdict === 'wrong') return VERDICTS[verdict];
      return 'The case ended without a verdict, and the result may be reported again.';
  }
}

/** Each transaction once, with the first thing that it did. */
export function transactionsOf(events: readonly CaseEvent[]): ApiCaseDetail['transactions'] {
  const known = new Set<string>();
  return events.flatMap(({ eventName, transactionHash, blockNumber }) => {
    if (known.has(transactionHash)) return [];
    known.add(transactionHash);
    return [{ event: eventName, hash: transactionHash, block: blockNumber.toString() }];
  });
}
