import type { MinerStatus } from '#miner/status/minerStatus.ts';
import { t } from '#web/language/translate.ts';
import { minerNeed } from '#web/mine/news/minerNeed.ts';

/**
 * A miner's state in a word or two, for the tab's title; undefined while it is off.
 * @param isPayReady there is as much to redeem as its user wants, and only the user's wallet can
 * @example minerTitle(status); // '● Mining · 3 tasks'
 */
export function minerTitle(status: MinerStatus, isPayReady = false): string | undefined {
  const { phase, resting, current, tasksDone } = status;
  const need = minerNeed(status);
  // An accused node goes on mining.
  if (need === 'failed' || need === 'refused') return t('mine.minerTitle.needsYou');
  switch (phase) {
    case 'off':
    case 'failed':
      return undefined;
    case 'stopping':
      return t('mine.minerTitle.stopping');
    case 'mining':
      if (isPayReady) return t('mine.minerTitle.payIsReady');
      return resting && current.length === 0
        ? t('mine.minerTitle.paused')
        : t('mine.minerTitle.mining', { tasks: tasksDone });
    default:
      return t('mine.minerTitle.starting');
  }
}
