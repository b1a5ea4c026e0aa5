import { apiErrorSchema } from '#protocol/messages/api.ts';

/** A coordinator that refused, or could not be reached. Its message is a sentence for a person. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly param: string | null;

  constructor(
    code: string,
    message: string,
    status: number,
    param: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.param = param;
  }
}

export const wasCancelled = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/** Reads OpenAI's error envelope; anything else becomes a failure that names the status. */
export function apiFailureFrom(status: number, body: unknown): ApiFailure {
  const parsed = apiErrorSchema.safeParse(body);
  if (!parsed.success)
    return new ApiFailure('bad_answer', `The coordinator answered with status ${status}.`, status);
  const { message, code, type, param } = parsed.data.error;
  return new ApiFailure(code ?? type, message, status, param);
}
