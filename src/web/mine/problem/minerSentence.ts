import { DEFAULT_LANGUAGE } from '#web/language/chooseLanguage.ts';
import { languageTag, messageOf } from '#web/language/current.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';

/** A thrown error, or one that the miner's status tells. */
interface Problem {
  readonly message: string;
  readonly code?: unknown;
}

const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';

/**
 * What went wrong in the miner, in the reader's language. The miner's own sentences are English and may have
 * figures; other languages have one for each code.
 * @param fallback for what is no error, and for errors without a code in other languages
 * @example setFailure(minerSentence(error, 'mine.useMiner.theMinerCouldNot'));
 */
export function minerSentence(error: unknown, fallback: MessageKey): string {
  if (!isProblem(error)) return t(fallback);
  if (languageTag() === DEFAULT_LANGUAGE) return error.message;
  const key = `mine.problem.${error.code}`;
  return t(messageOf(key) === undefined ? fallback : (key as MessageKey));
}
