import type { Address } from 'viem';
import type { OwnVotes } from '#web/queries/useVotes.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';

/** What a wallet has in a node. */
export interface Position extends OwnVotes {
  /** The wallet owns the node, so this is its bond. */
  isBond: boolean;
}

/** Bonds first, then votes, the largest first. */
export function positionsOf(votes: readonly OwnVotes[], wallet: Address): Position[] {
  return votes
    .map((vote) => ({ ...vote, isBond: isOwnedBy(vote.node, wallet) }))
    .sort((a, b) => {
      if (a.isBond !== b.isBond) return a.isBond ? -1 : 1;
      if (a.amount === b.amount) return Number(a.node.id - b.node.id);
      return a.amount > b.amount ? -1 : 1;
    });
}

export const sumOf = (amounts: Iterable<bigint>): bigint =>
  [...amounts].reduce((sum, each) => sum + each, 0n);

export interface Holdings {
  idle: bigint;
  positions: readonly Position[];
  exits: readonly { amount: bigint }[];
  rewards: ReadonlyMap<bigint, bigint>;
}

/** Wei of CAI by where they are, and together. The wallet's own balance is not part of it. */
export function totalsOf({ idle, positions, exits, rewards }: Holdings) {
  const amountsOf = (bonds: boolean) =>
    sumOf(positions.filter(({ isBond }) => isBond === bonds).map(({ amount }) => amount));
  const parts = {
    idle,
    bonds: amountsOf(true),
    votes: amountsOf(false),
    leaving: sumOf(exits.map(({ amount }) => amount)),
    rewards: sumOf(rewards.values()),
  };
  return { ...parts, total: sumOf(Object.values(parts)) };
}
