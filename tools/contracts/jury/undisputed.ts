import { BAR_TURNOUT } from '#tools/contracts/jury/bars.ts';
import { juryOutcome } from '#tools/contracts/jury/juryOutcome.ts';
import { quorumOf, type SortitionTerms } from '#tools/contracts/jury/terms.ts';

/** The probability that the first jury settles a case in which nobody colludes. */
export function settledAtOnce(terms: SortitionTerms): number {
  const { seats } = terms;
  const quorum = quorumOf(seats, terms);
  const jury = { seats, quorum, colluding: 0, awake: BAR_TURNOUT } as const;
  return juryOutcome({ ...jury, strategy: 'vote', rule: 'agreeing' }).honest;
}

/** The seats that vote on such a jury, on average. */
export const undisputedVotes = ({ seats }: SortitionTerms): number => seats * BAR_TURNOUT;
