import { obstacleTo } from '#web/create/rerun/obstacle.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { spotShare } from '#web/create/spot/spotShare.ts';

/**
 * Draws whether a new result is checked on this device. No block decides that: its hash would be known to
 * others too, and this browser's own numbers leave it only after the result has come.
 * @param random 0 to below 1
 * @example await saveResult(drawSpot(result));
 */
export function drawSpot(result: SavedResult, random: () => number = Math.random): SavedResult {
  const share = spotShare(Number(result.receipt.amount_cai));
  const isDrawn = obstacleTo(result) === undefined && random() < share;
  return isDrawn ? { ...result, spot: 'due' } : result;
}
