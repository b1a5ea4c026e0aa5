import type { Address } from 'viem';
import type { Roster } from '#chain/roster.ts';
import { standingOf } from '#chain/standing.ts';
import type { RosterView } from '#miner/rosterView.ts';

const standingIn = (roster: Roster, operator: Address, now: number): string => {
  const node = roster.miners.find((miner) => miner.operator === operator);
  return `${standingOf(node, now)} ${node?.weight ?? 0n}`;
};

/**
 * Resolves when the chain says something new of the miner; also at the next block when it is in good
 * standing, since then it is the coordinator whose view was behind. Resolves too when the signal is aborted.
 */
export function standingChanged(
  roster: Pick<RosterView, 'current' | 'onChange'>,
  operator: Address,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  const before = standingIn(roster.current(), operator, now());
  return new Promise((resolve) => {
    const finish = () => {
      unsubscribe();
      resolve();
    };
    const unsubscribe = roster.onChange((next) => {
      const after = standingIn(next, operator, now());
      if (after !== before || after.startsWith('ACTIVE')) finish();
    });
    if (signal.aborted) finish();
    else signal.addEventListener('abort', finish, { once: true });
  });
}
