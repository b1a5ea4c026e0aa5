import { CodedError } from '#protocol/codedError.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { RerunError, type RerunErrorCode } from '#web/create/rerun/rerunError.ts';
import type { SpotFinding } from '#web/create/saved/savedResult.ts';

/** The GPU has another use, or the line is down: the check is due still. */
const FOR_NOW = ['MINING', 'RUNNING', 'DOWNLOAD_FAILED', 'IN_USE', 'unreachable'];

/** What came from the coordinator is not what its receipt names. */
const WITHHELD: readonly RerunErrorCode[] = [
  ...(['NOT_SIGNED', 'OTHER_RESULT', 'OTHER_TEXT', 'CHANGED_PICTURE'] as const),
];

/**
 * What a check that failed leaves.
 * @returns undefined where it is to be tried again
 * @example spotAfter(new RerunError('MINING')); // undefined
 */
export function spotAfter(error: unknown): SpotFinding | undefined {
  if (error instanceof CodedError && FOR_NOW.includes(error.code)) return undefined;
  const isWithheld =
    error instanceof ApiFailure || (error instanceof RerunError && WITHHELD.includes(error.code));
  return isWithheld ? 'withheld' : 'dropped';
}
