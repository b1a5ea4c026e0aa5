import type { RerunErrorCode } from '#web/create/rerun/rerunError.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';

/** Why a result cannot be computed again, as far as what is kept of it tells; undefined where it can. */
export function obstacleTo(result: AnyResult): RerunErrorCode | undefined {
  if (result.kind === 'unseen') return 'UNSEEN';
  const { asked, source, replaced } = result;
  if (asked === undefined || asked.kind !== result.kind) return 'NOT_KEPT';
  if (asked.kind === 'image' && asked.start === 'lost') return 'PICTURE_LOST';
  if (asked.salt === undefined && replaced === undefined) return 'SALT_UNKNOWN';
  return result.kind === 'text' && source === undefined ? 'NO_SOURCE' : undefined;
}
