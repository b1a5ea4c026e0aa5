import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import type { ApiCase } from '#protocol/messages/apiCase.ts';

/** Basis points as people write them. */
export const percentOf = (bps: number): string => `${bps / 100} %`;

/**
 * What a case did to the stake of those in it.
 * @param terms undefined until the chain has told them
 */
export function stakeSentence(
  { state, verdict }: Pick<ApiCase, 'state' | 'verdict'>,
  terms: CourtTerms | undefined,
): string {
  if (state !== 'settled') return 'Nothing yet: stake is taken only after the verdict.';
  switch (verdict) {
    case 'wrong':
      return `${
        terms === undefined ? 'A part' : `Up to ${percentOf(terms.slashBps)}`
      } of the stake behind the node was taken, its owner’s and its voters’. The node was jailed and is drawn no more until it is free. What its owner lost pays the reporter and the jurors who agreed; the voters’ part is paid to nobody.`;
    case 'right':
      return 'Nothing was taken from the node. The reporter lost its deposit, which pays the jurors who agreed.';
    default:
      return `Nothing was taken from the node. Those who called the juries got their deposits back, less a fee${
        terms === undefined ? '' : ` of ${percentOf(terms.feeBps)}`
      }.`;
  }
}
