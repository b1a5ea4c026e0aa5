import type { RosterNode } from '#chain/roster.ts';
import { standingOf } from '#chain/standing.ts';
import type { Tone } from '#web/components/Badge.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { formatMoment } from '#web/time/moment.ts';

/** What a node is doing, as lists can be filtered by it. */
export const NODE_STATES = ['working', 'active', 'bond', 'jailed', 'retired'] as const;
export type NodeState = (typeof NODE_STATES)[number];

/** In one or two words. */
export const STATE_WORDS: Record<NodeState, MessageKey> = {
  working: 'staking.nodeState.working',
  active: 'staking.nodeState.active',
  bond: 'staking.nodeState.belowBond',
  jailed: 'staking.nodeState.jailed',
  retired: 'staking.nodeState.retired',
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

interface Known {
  nowSeconds: number;
  minimumBond?: bigint | undefined;
  isConnected?: boolean | undefined;
}

/** Of a miner that may be drawn. The chain does not know whether its tab is there. */
const activeMiner = (isConnected: boolean | undefined): MessageKey =>
  isConnected === undefined
    ? 'staking.nodeState.registered'
    : isConnected
      ? 'staking.nodeState.connected'
      : 'staking.nodeState.notConnected';

/**
 * A node's state in words.
 * @param known.minimumBond of its role, in wei; undefined until it is known
 * @param known.isConnected whether a miner's tab is connected to a coordinator; undefined where that is not
 * known
 */
export function stateText(node: RosterNode, { nowSeconds, minimumBond, isConnected }: Known): StateText {
  const state = nodeStateOf(node, nowSeconds);
  // Until somebody frees it, a node whose term is over stays where it is.
  if (state === 'jailed' && node.jailedUntil <= nowSeconds) {
    const sentence = t('staking.nodeState.noTasksAndNo');
    return { state, words: t('staking.nodeState.jailIsOver'), tone: 'warn', sentence };
  }
  return { state, words: t(STATE_WORDS[state]), tone: TONES[state], sentence: sentenceOf() };

  function sentenceOf(): string {
    switch (state) {
      case 'working':
        return t(
          node.role === 'miner' && isConnected === false
            ? 'staking.nodeState.worksNotConnected'
            : 'staking.nodeState.hasPaidTasksEarns',
          { workingUntil: formatMoment(node.workingUntil) },
        );
      case 'active':
        return node.role === 'miner'
          ? t(activeMiner(isConnected))
          : t('staking.nodeState.takesTasksFromApps');
      case 'bond':
        return minimumBond === undefined
          ? t('staking.nodeState.bondBelowLeast')
          : t('staking.nodeState.bondBelow', { minimumBond: formatCai(minimumBond) });
      case 'jailed':
        return t('staking.nodeState.aFaultWasProved', { jailedUntil: formatMoment(node.jailedUntil) });
      case 'retired':
        return t('staking.nodeState.closedForGoodStake');
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
  if (retired) return t('staking.nodeState.takesNoVotesIt');
  if (jailedUntil > 0) return t('staking.nodeState.takesNoVotesWhile');
  return isOwner ? null : t('staking.nodeState.takesNoVotesUntil');
}
