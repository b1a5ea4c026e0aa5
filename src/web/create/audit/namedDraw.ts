import { answeredWithin } from '#protocol/answeredWithin.ts';
import type { ApiReceipt } from '#protocol/messages/api.ts';
import type { NamedDraw } from '#web/create/saved/savedResult.ts';

/** For the chain to say how many blocks there are, in ms: a finished result waits for it. */
export const HEAD_LIMIT_MS = 2_000;

/**
 * The draw of a result's audit, as its coordinator names it when the result comes. A coordinator that could
 * name the block later could choose one that draws no audit, and so it could with the assignment.
 * @param headBlock number of the chain's newest block, once it answers
 * @example await namedDraw(receipt, async () => 7); // { block: 9, share: 0.05, isMined: false, assignment }
 */
export async function namedDraw(
  { audit, assignment_digest: assignment }: Pick<ApiReceipt, 'audit' | 'assignment_digest'>,
  headBlock: () => Promise<number>,
): Promise<NamedDraw | undefined> {
  if (audit === null) return undefined;
  const { draw_block: block, share } = audit;
  if (block === null) return { block, share, isMined: null, assignment };
  const head = await answeredWithin(HEAD_LIMIT_MS, headBlock()).catch(() => undefined);
  return { block, share, isMined: head === undefined ? null : head >= block, assignment };
}
