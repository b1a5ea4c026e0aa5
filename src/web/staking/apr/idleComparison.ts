import type { Emission } from '#chain/emission.ts';
import type { RosterNode } from '#chain/roster.ts';
import { t } from '#web/language/translate.ts';
import { netAprAfterVote, type Observed } from '#web/staking/apr/netApr.ts';
import { formatApr, idleApr, type PlannedVote } from '#web/staking/apr.ts';

/** From this yearly rate on it is said why there is so much, as a fraction: the stake would double. */
const HIGH_APR = 1;

/** A vote that is planned, and what is known of its node. */
export interface Choice {
  emission: Emission;
  node: RosterNode;
  vote: PlannedVote;
  /** Undefined while it is not known. */
  observed: Observed | undefined;
}

/** What stake would earn idle once so much of it is there, in a year, as a fraction. */
export const idleAprAfter = (emission: Emission, { wei, fromIdle }: PlannedVote): number =>
  idleApr({ ...emission, rewardWeight: emission.rewardWeight + wei - fromIdle });

/** Whether a planned vote earns more than the same stake would earn idle. */
export const beatsIdle = ({ emission, node, vote, observed }: Choice): boolean =>
  netAprAfterVote(emission, node, { vote, observed }) > idleAprAfter(emission, vote);

/** What of a planned vote's rate depends on the node's work, where that decides what is the better deal. */
export function workCondition({ emission, node, vote, observed }: Choice): string | undefined {
  const isWorking = node.workingUntil > 0;
  const aprIf = (working: boolean) => netAprAfterVote(emission, node, { vote, observed, working });
  const isBetter = beatsIdle({ emission, node, vote, observed });
  if (isBetter && isWorking)
    return t('staking.idleComparison.lessIfItRests', { resting: formatApr(aprIf(false)) });
  if (!isBetter && !isWorking && aprIf(true) > idleAprAfter(emission, vote))
    return t('staking.idleComparison.moreIfItWorks', { working: formatApr(aprIf(true)) });
  return undefined;
}

/**
 * Which is the better deal now, the vote or idle stake, and what it depends on.
 * @returns one or two sentences
 * @example
 * idleComparison({ emission, node, vote: { wei: 0n, fromIdle: 0n }, observed });
 * // 'Better now: idle stake. It earns 10 % a year, and no slash reaches it.'
 */
export function idleComparison(choice: Choice): string {
  const key = beatsIdle(choice) ? 'staking.idleComparison.nodeBetter' : 'staking.idleComparison.idleBetter';
  const better = t(key, { idle: formatApr(idleAprAfter(choice.emission, choice.vote)) });
  const condition = workCondition(choice);
  return condition === undefined ? better : `${better} ${condition}`;
}

/** Why a rate is very high; undefined where it is not. */
export const highRateReason = (apr: number): string | undefined =>
  apr >= HIGH_APR ? t('staking.idleComparison.fewStake') : undefined;
