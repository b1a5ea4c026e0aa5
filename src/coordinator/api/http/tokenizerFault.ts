import { ApiFault, type FaultStatus } from '#coordinator/api/http/apiFault.ts';
import { TokenizerError, type TokenizerErrorCode } from '#coordinator/tokenizer/tokenizerError.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

const ANSWERS: Record<TokenizerErrorCode, { status: FaultStatus; retrySeconds?: number }> = {
  prompt_queue_full: { status: 503, retrySeconds: 5 },
  too_many_prompts: { status: 429, retrySeconds: 5 },
  prompt_too_slow: { status: 400 },
  tokenizer_failed: { status: 500 },
  tokenizer_unavailable: { status: 503, retrySeconds: 60 },
};

/** The answer for an error of a tokenizer; any other error as it is. */
export function tokenizerFault(error: unknown): unknown {
  if (error instanceof InferenceError)
    return new ApiFault(400, 'invalid_value', error.message, { param: 'messages' });
  if (!(error instanceof TokenizerError)) return error;
  const { code, message } = error;
  const { status, retrySeconds } = ANSWERS[code];
  return new ApiFault(status, code, message, {
    param: status === 400 ? 'messages' : null,
    headers: retrySeconds === undefined ? {} : { 'retry-after': String(retrySeconds) },
  });
}
