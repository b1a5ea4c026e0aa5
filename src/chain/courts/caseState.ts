import type { CaseView } from '#chain/courts/courtReader.ts';
import type { ApiCase } from '#protocol/messages/apiCase.ts';

export type CaseState = ApiCase['state'];

/**
 * Where a case stands.
 * @param nowSeconds the time of the chain's next block, in Unix seconds
 * @example caseStateOf(await court.readCase(7n), nowSeconds); // 'voting'
 */
export function caseStateOf(
  { settledAt, jury }: Pick<CaseView, 'settledAt' | 'jury'>,
  nowSeconds: number,
): CaseState {
  if (settledAt !== undefined) return 'settled';
  if (nowSeconds < jury.commitEnd) return jury.seed === undefined ? 'drawing' : 'voting';
  if (nowSeconds < jury.revealEnd) return 'revealing';
  return nowSeconds < jury.finalAt ? 'appealable' : 'settling';
}
