import type { RosterNode } from '#chain/roster.ts';
import { standingOf } from '#chain/standing.ts';
import type { Tone } from '#web/components/Badge.tsx';
import { formatCai } from '#web/money/amount.ts';
import { formatMoment } from '#web/time/moment.ts';

/** What a node is doing, as lists can be filtered by it. */
export const NODE_STATES = ['working', 'active', 'bond', 'jailed', 'retired'] as const;
export type NodeState = (typeof NODE_STATES)[number];

/** In one or two words. */
export const STATE_WORDS: Record<NodeState, string> = {
  working: 'Working',
  active: 'Active',
  bond: 'Below bond',
  jailed: 'Jailed',
  retired: 'Retired',
};
const TONES: Record<NodeState, Tone> = {
  ...{ working: 'good', active: 'good', bond: 'warn', jailed: 'bad', retired: 'warn' },
};

export function nodeStateOf(node: RosterNode, nowSeconds: number): NodeState {
  switch (standingOf(node, nowSeconds)) {
    case 'RETIRED':
      return 'retired';
    case 'JAILED':
      return 'jailed';
    case 'ACTIVE':
      return node.workingUntil > 0 ? 'working' : 'active';
    default:
      return 'bond';
  }
}

export interface StateText {
  state: NodeState;
  /** One or two words. */
  words: string;
  tone: Tone;
  /** What it means for whoever has stake in it. */
  sentence: string;
}

/**
 * A node's state in words.
 * @param minimumBond of its role, in wei; undefined until it is known
 */
export function stateText(
  node: RosterNode,
  { nowSeconds, minimumBond }: { nowSeconds: number; minimumBond?: bigint | undefined },
): StateText {
  const state = nodeStateOf(node, nowSeconds);
  // Until somebody frees it, a node whose term is over stays where it is.
  if (state === 'jailed' && node.jailedUntil <= nowSeconds) {
    const sentence = 'No tasks and no rewards until somebody frees it. Anybody can.';
    return { state, words: 'Jail is over', tone: 'warn', sentence };
  }
  return { state, words: STATE_WORDS[state], tone: TONES[state], sentence: sentenceOf() };

  function sentenceOf(): string {
    switch (state) {
      case 'working':
        return `Has paid tasks. Earns double until ${formatMoment(node.workingUntil)} at least.`;
      case 'active':
        return node.role === 'miner'
          ? 'Can be drawn for tasks. Earns the base rate.'
          : 'Takes tasks from apps. Earns the base rate.';
      case 'bond':
        return `Its owner’s bond is below the least${
          minimumBond === undefined ? '' : ` of ${formatCai(minimumBond)}`
        }. No tasks, no rewards.`;
      case 'jailed':
        return `A fault was proved. No tasks and no rewards until ${formatMoment(node.jailedUntil)}, and then until somebody frees it.`;
      case 'retired':
        return 'Closed for good. Stake in it earns nothing and can only leave.';
    }
  }
}

/**
 * Why a node takes no votes from this wallet now, as a sentence; null if it does. The contract refuses the
 * same.
 */
export function voteBar(
  { active, retired, jailedUntil }: Pick<RosterNode, 'active' | 'retired' | 'jailedUntil'>,
  isOwner: boolean,
): string | null {
  if (active) return null;
  if (retired) return 'Takes no votes: it is closed.';
  if (jailedUntil > 0) return 'Takes no votes while it is in jail.';
  return isOwner ? null : 'Takes no votes until its owner adds to the bond.';
}
