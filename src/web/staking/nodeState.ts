import type { RosterNode } from '#chain/roster.ts';
import { standingOf } from '#chain/standing.ts';
import type { Tone } from '#web/components/Badge.tsx';
import { formatMoment } from '#web/time/moment.ts';

/** A node's state in a word, and what it means for whoever has stake in it. */
export interface NodeState {
  name: string;
  tone: Tone;
  meaning: string;
}

export function nodeStateOf(node: RosterNode, nowSeconds: number): NodeState {
  switch (standingOf(node, nowSeconds)) {
    case 'RETIRED':
    case 'NOT_REGISTERED':
      return {
        name: 'Retired',
        tone: 'warn',
        meaning: 'Its owner closed it for good. Stake in it earns nothing: take it out.',
      };
    case 'JAILED':
      return node.jailedUntil > nowSeconds
        ? {
            name: 'Jailed',
            tone: 'bad',
            meaning: `A fault was proved. It gets no work and earns nothing until ${formatMoment(node.jailedUntil)}, and then until somebody frees it.`,
          }
        : {
            name: 'Jail is over',
            tone: 'warn',
            meaning: 'It earns nothing until somebody frees it. Anybody can.',
          };
    case 'UNDER_STAKED':
      return {
        name: 'Stopped',
        tone: 'warn',
        meaning: 'Its owner’s bond is too low. It gets no work and earns nothing until the owner adds to it.',
      };
    case 'ACTIVE':
      return node.workingUntil === 0
        ? { name: 'Active', tone: 'good', meaning: 'It may be given work, and earns the base rate.' }
        : {
            name: 'Working',
            tone: 'good',
            meaning: `Paid tasks let it earn double, until ${formatMoment(node.workingUntil)} at least.`,
          };
  }
}

/** Whether a node takes votes of a wallet, as the contract decides it. */
export const takesVotes = (node: RosterNode, isOwner: boolean): boolean =>
  node.active || (isOwner && !node.retired && node.jailedUntil === 0);
