import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import type { ApiErrorCode } from '#protocol/messages/apiErrorCodes.ts';

/** After how many seconds a client should ask again. */
const BUSY_S = 5;

/** The answer for what is not read or sent at the moment. */
export const busyFault = (code: ApiErrorCode, sentence: string): ApiFault =>
  new ApiFault(code, `${sentence} Try again in ${BUSY_S} s.`, {
    headers: { 'retry-after': String(BUSY_S) },
  });
