import { CodedError } from '#protocol/codedError.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import { t } from '#web/language/translate.ts';

export interface ApiFailureDetails {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The request's parameter that is wrong. */
  readonly param: string | null;
  /** The task that there is already, which an order asked for again. */
  readonly task: TaskHandle | null;
}

/** A coordinator that refused, or could not be reached. Its message is a sentence for a person. */
export class ApiFailure extends CodedError<string, ApiFailureDetails> {
  override readonly name = 'ApiFailure';

  constructor(
    code: string,
    message: string,
    details: Partial<ApiFailureDetails> = {},
    options?: ErrorOptions,
  ) {
    super(code, message, {
      details: { status: 0, param: null, task: null, ...details },
      cause: options?.cause,
    });
  }
}

export const wasCancelled = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/**
 * Reads OpenAI's error envelope; anything else becomes a failure that names the status.
 * @param task that the answer's headers name
 */
export function apiFailureFrom(status: number, body: unknown, task: TaskHandle | null = null): ApiFailure {
  const parsed = apiErrorSchema.safeParse(body);
  if (!parsed.success)
    return new ApiFailure('bad_answer', t('coordinator.apiFailure.noReason', { status }), { status });
  const { message, code, type, param } = parsed.data.error;
  return new ApiFailure(code ?? type, message, { status, param, task });
}
