import { ApiFailure } from '#web/coordinator/apiFailure.ts';

/** The answer of a coordinator, and where it is. */
export interface Answered<T> {
  url: string;
  answer: T;
}

const isUnknownCase = (error: unknown): boolean =>
  error instanceof ApiFailure && error.code === 'case_not_found';

/**
 * Asks one coordinator after another until one answers: cases are on the chain, so all tell the same.
 * @throws what the last one did; at once where there is no such case
 */
export async function askAny<T>(
  urls: readonly string[],
  ask: (url: string) => Promise<T>,
): Promise<Answered<T>> {
  let failure: unknown = new ApiFailure('unreachable', 'No coordinator is active.');
  for (const url of urls) {
    try {
      return { url, answer: await ask(url) };
    } catch (error) {
      if (isUnknownCase(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}
