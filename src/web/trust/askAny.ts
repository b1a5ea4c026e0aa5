import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { t } from '#web/language/translate.ts';

/** The answer of a coordinator, and where it is. */
export interface Answered<T> {
  url: string;
  answer: T;
}

const hasCode = (error: unknown, code: string): boolean => error instanceof ApiFailure && error.code === code;

/**
 * Asks one coordinator after another until one answers: cases are on the chain, so all tell the same.
 * @throws what the last one did, in words for all where that is away; at once where there is no such case
 */
export async function askAny<T>(
  urls: readonly string[],
  ask: (url: string) => Promise<T>,
): Promise<Answered<T>> {
  const away = new ApiFailure('unreachable', t('trust.askAny.away'));
  let failure: unknown = away;
  for (const url of urls) {
    try {
      return { url, answer: await ask(url) };
    } catch (error) {
      if (hasCode(error, 'case_not_found')) throw error;
      failure = hasCode(error, 'unreachable') ? away : error;
    }
  }
  throw failure;
}
