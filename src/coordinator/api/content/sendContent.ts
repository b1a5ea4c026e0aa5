import type { Context } from 'hono';
import type { Content } from '#coordinator/api/content/contentsUnderWay.ts';
import { connectionOf } from '#coordinator/api/http/connectionOf.ts';
import { pacedBody } from '#coordinator/api/http/pacedBody.ts';
import type { PaceRule } from '#network/limits/leastPace.ts';

/** Who takes a result must keep this pace, a slow phone's: the largest one takes some four minutes. */
const RESULT_PACE: PaceRule = { bytesPerSecond: 16 * 1024, graceMs: 10_000 };

/**
 * Answers with a content that `ContentsUnderWay` holds, and lets go of it once it was sent.
 * @param headers of the answer, but for its length
 */
export function sendContent<C extends Content & { leave(): void }>(
  context: Context,
  { content, leave }: C,
  headers: Record<string, string>,
) {
  const all = { ...headers, 'content-length': String(content.byteLength) };
  if (context.req.method === 'HEAD') {
    leave();
    return context.body(null, 200, all);
  }
  const cut = () => connectionOf(context)?.destroy();
  return context.body(pacedBody(content, { pace: RESULT_PACE, cut, onEnd: leave }), 200, all);
}
