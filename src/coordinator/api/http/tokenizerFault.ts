import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { TokenizerError, type TokenizerErrorCode } from '#coordinator/tokenizer/tokenizerError.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { API_ERROR_STATUS } from '#protocol/messages/apiErrorCodes.ts';

/** When a prompt may be sent again, in s; what is not listed fails again. */
const RETRY_SECONDS: Partial<Record<TokenizerErrorCode, number>> = {
  prompt_queue_full: 5,
  too_many_prompts: 5,
  tokenizer_unavailable: 60,
};

/** The answer for an error of a tokenizer; any other error as it is. */
export function tokenizerFault(error: unknown): unknown {
  if (error instanceof InferenceError)
    return new ApiFault('invalid_value', error.message, { param: 'messages' });
  if (!(error instanceof TokenizerError)) return error;
  const { code, message } = error;
  const retrySeconds = RETRY_SECONDS[code];
  return new ApiFault(code, message, {
    param: API_ERROR_STATUS[code] === 400 ? 'messages' : null,
    headers: retrySeconds === undefined ? {} : { 'retry-after': String(retrySeconds) },
  });
}
