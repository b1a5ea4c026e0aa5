import { OLD_HEAD_S } from '#chain/chainHealth.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import type { ChainBlock } from '#web/create/verify/lines/verifyLine.ts';

/**
 * A coordinator asks for the chain's newest block every second, and may get it some seconds late: so long it
 * may still draw with an epoch that another one has replaced.
 */
const VIEW_LAG_S = 10;
/** Clocks of devices and of coordinators may differ from the chain's by this much. */
const CLOCK_SLACK_S = OLD_HEAD_S;
/** From here on a task is said to have waited for its draw: an epoch takes about a minute. */
export const WAIT_TOLD_S = 60;

/** When a task was ordered, as far as it is known here. */
export interface OrderedWhen {
  /** Unix seconds, by the chain's time if possible. */
  seconds: number;
  /** An epoch that was replaced so short before counts as the newest. */
  slackSeconds: number;
  /** Who says so. A coordinator can say what it likes. */
  by: 'browser' | 'coordinator';
  /** The moment may lie far before: a draw that looks old then may not be. */
  mayBeEarlier: boolean;
  /** The moment may lie far after: a draw that looks new then may not be. */
  mayBeLater: boolean;
}

/**
 * When a task was ordered. The time of the chain's newest block, which the browser heard as it ordered, is
 * the best: no clock has to be right for it. Only where that block was old, though the chain makes blocks all
 * the time, the node stood still or the clock here is fast, and the moment may be later. Without it there is
 * this device's clock, if that agrees with the chain now.
 * @returns undefined where nobody has kept it, as for a task that replaces a wrong one
 */
export function momentOf(
  result: AnyResult,
  { newest, minesOnDemand, nowMs }: { newest: ChainBlock; minesOnDemand: boolean; nowMs: number },
): OrderedWhen | undefined {
  const sure = { mayBeEarlier: false, mayBeLater: false };
  if (result.replaced !== undefined) return undefined;
  if (result.kind === 'unseen')
    return { ...sure, seconds: result.createdAt, slackSeconds: CLOCK_SLACK_S, by: 'coordinator' };
  if (result.ordered === undefined) return undefined;
  const { at, chainSeconds } = result.ordered;
  if (chainSeconds !== undefined) {
    const mayBeLater = !minesOnDemand && at / 1_000 - chainSeconds > CLOCK_SLACK_S;
    return { ...sure, seconds: chainSeconds, slackSeconds: VIEW_LAG_S, by: 'browser', mayBeLater };
  }
  const ahead = nowMs / 1_000 - newest.minedAt;
  return {
    ...{ seconds: at / 1_000, slackSeconds: CLOCK_SLACK_S, by: 'browser' },
    ...{ mayBeEarlier: ahead > CLOCK_SLACK_S, mayBeLater: ahead < -CLOCK_SLACK_S },
  };
}
