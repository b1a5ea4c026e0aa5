import { type DeploymentParameters, MAINNET, TESTNET } from '#devnet/chain/parameters.ts';

/** How juries are sized and when they have decided. */
export interface SortitionTerms {
  /** Seats of the first jury on average. */
  seats: number;
  /** How many times as many seats each appeal draws. */
  growth: number;
  /** Juries of a case at most: the first and one for each appeal. */
  juries: number;
  /** A verdict needs this share of the jury's seats to agree on it, in hundredths of a percent. */
  quorumBps: number;
}

export const BPS = 10_000;

/** The seats of each jury of a case that is appealed to the end. */
export const jurySizes = ({ seats, growth, juries }: SortitionTerms): number[] =>
  Array.from({ length: juries }, (_, round) => seats * growth ** round);

/** The fewest seats that make a verdict on a jury of `seats` on average. */
export const quorumOf = (seats: number, { quorumBps }: SortitionTerms): number =>
  Math.ceil((seats * quorumBps) / BPS);

export type Network = 'testnet' | 'main network';

/** Default terms of each public network. */
export const TERMS: Record<Network, SortitionTerms> = {
  testnet: TESTNET.courts.terms,
  'main network': MAINNET.courts.terms,
};

/**
 * How often a case can be opened that is appealed to the end, at the earliest moment each time, and never
 * ends with a verdict.
 */
export function mostOpenings({ staking, courts }: DeploymentParameters): number {
  const { juries, commitWindow, revealWindow, appealWindow, settleWindow, fineWindow } = courts.terms;
  const shortest = juries * (commitWindow + revealWindow);
  const longest = shortest + (juries - 1) * appealWindow + settleWindow + fineWindow;
  const reportWindow = Number(staking.coolDownSeconds) - longest;
  // The first is opened a second after the task's draw at the earliest.
  return 1 + Math.floor((reportWindow - 1) / shortest);
}
