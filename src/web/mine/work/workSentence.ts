import type { CurrentTask, MinerStatus } from '#miner/status/minerStatus.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { coordinatorSentence } from '#web/mine/connections/coordinatorSentence.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';
import type { RestReason } from '#web/mine/rest/restReasons.ts';
import { formatClock } from '#web/time/moment.ts';

/** Why a tab takes no tasks for now. */
export const RESTS: Record<RestReason, MessageKey> = {
  paused: 'mine.workSentence.pausedByYou',
  used: 'mine.workSentence.pausedWhileYouUse',
  battery: 'mine.workSentence.pausedOnBattery',
  hours: 'mine.workSentence.pausedOutsideHours',
};

/**
 * What the tab does now, in a sentence.
 * @param rest why it rests, and from when it may mine again by its hours, `HH:MM`
 */
export function workSentence(
  status: MinerStatus,
  rest: { restReason?: RestReason | undefined; minesFrom?: string | undefined } = {},
): string {
  const { phase, current, queued, error, resting, chainProblem, isClockFast, coordinators } = status;
  if (chainProblem !== null && current.length === 0 && (phase === 'connecting' || phase === 'mining'))
    return t('mine.workSentence.chainproblemThisTabTakes', { chainProblem });
  switch (phase) {
    case 'off':
      return t('mine.workSentence.thisTabIsNot');
    case 'checking':
      return t('mine.workSentence.checkingTheGpu');
    case 'loading':
      return t('mine.workSentence.loadingModels');
    case 'proving':
      return t('mine.workSentence.checkingThatThisGpu');
    case 'connecting':
      return refusalIn(coordinators) ?? t('mine.workSentence.connectingToCoordinators');
    case 'stopping':
      return t('mine.workSentence.stoppingAfterTheCurrent');
    case 'failed':
      return minerSentence(error, 'mine.workSentence.theMinerStoppedUnexpectedly');
    case 'mining':
      if (current.length > 0) return miningSentence(current, queued);
      if (isClockFast) return t('mine.workSentence.clockIsFast');
      return resting ? restSentence(status, rest) : t('mine.workSentence.miningWaitingForA');
  }
}

/** Without a reason of the page: the GPU has had its share, or the page's own use is not told yet. */
function restSentence(
  { restsUntil }: MinerStatus,
  { restReason, minesFrom = '' }: NonNullable<Parameters<typeof workSentence>[1]>,
): string {
  if (restReason === undefined && restsUntil !== null)
    return t('mine.workSentence.pausedForShare', { time: formatClock(restsUntil) });
  return t(RESTS[restReason ?? 'used'], { from: minesFrom });
}

/** Why no coordinator gives work, once each has refused. */
function refusalIn(coordinators: MinerStatus['coordinators']): string | undefined {
  const [first] = coordinators;
  const isRefused = coordinators.every(({ state }) => state === 'refused');
  const sentence = isRefused && first !== undefined && coordinatorSentence(first);
  return sentence ? t('mine.workSentence.noWorkSentence', { sentence }) : undefined;
}

function miningSentence(current: readonly CurrentTask[], queued: number): string {
  const { kind, model } = current[0]!;
  return t('mine.workSentence.mining', { kind, count: current.length, model, queued });
}
