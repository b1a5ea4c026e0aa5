import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { t } from '#web/language/translate.ts';

/** The answer of a coordinator, and where it is. */
export interface Answered<T> {
  url: string;
  answer: T;
}

const hasCode = (error: unknown, code: string): boolean => error instanceof ApiFailure && error.code === code;

/**
 * Asks one coordinator after another until one answers. One that knows of no such case may be hiding it.
 * @throws case_not_found where all say so; else what the last other one threw
 */
export async function askAny<T>(
  urls: readonly string[],
  ask: (url: string) => Promise<T>,
): Promise<Answered<T>> {
  const away = new ApiFailure('unreachable', t('trust.askAny.away'));
  let failure: unknown;
  let missing: unknown;
  for (const url of urls) {
    try {
      return { url, answer: await ask(url) };
    } catch (error) {
      if (hasCode(error, 'case_not_found')) missing = error;
      else failure = hasCode(error, 'unreachable') ? away : error;
    }
  }
  throw failure ?? missing ?? away;
}
