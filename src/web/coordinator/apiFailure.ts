import { CodedError } from '#protocol/codedError.ts';
import { apiErrorSchema } from '#protocol/messages/api.ts';
import type { TaskHandle } from '#web/coordinator/orderNews.ts';
import { DEFAULT_LANGUAGE } from '#web/language/chooseLanguage.ts';
import { languageTag, messageOf } from '#web/language/current.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
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

/** An error of the HTTP API, as far as a reader hears of it. */
interface ApiProblem {
  readonly code: string;
  readonly message: string;
  readonly param?: string | null | undefined;
}

/**
 * What a coordinator says went wrong, in the reader's language. Coordinators write English, with figures;
 * other languages have a sentence for each code. A code that this page does not know keeps its English.
 * @example apiSentence({ code: 'no_miner', message: 'No miner came online in 60 s.' });
 */
export function apiSentence({ code, message, param }: ApiProblem): string {
  // By the messages: a table of the codes would be in every page's script.
  const key = `coordinator.code.${code}`;
  if (languageTag() === DEFAULT_LANGUAGE || messageOf(key) === undefined) return message;
  const sentence = t(key as MessageKey);
  return param == null ? sentence : `${sentence} (${param})`;
}

/**
 * Reads OpenAI's error envelope; anything else becomes a failure that names the status.
 * @param task that the answer's headers name
 */
export function apiFailureFrom(status: number, body: unknown, task: TaskHandle | null = null): ApiFailure {
  const parsed = apiErrorSchema.safeParse(body);
  if (!parsed.success)
    return new ApiFailure('bad_answer', t('coordinator.apiFailure.noReason', { status }), { status });
  const { message, code, type, param } = parsed.data.error;
  const problem = { code: code ?? type, message, param };
  return new ApiFailure(problem.code, apiSentence(problem), { status, param, task });
}
