import { t } from '#web/language/translate.ts';

/** Whoever has the file can guess at leisure: a short password would fall in days. In characters. */
export const LEAST_PASSWORD = 12;

/** What is wrong with a password for a backup, as a sentence; null while it is good, or not typed yet. */
export function passwordProblem(password: string, again: string): string | null {
  if (password === '') return null;
  if ([...password].length < LEAST_PASSWORD)
    return t('mine.backupPassword.atLeastLeastPassword', { LEAST_PASSWORD });
  if (again !== '' && again !== password) return t('mine.backupPassword.theTwoAreNot');
  return null;
}

export const isGoodPassword = (password: string, again: string): boolean =>
  password !== '' && again === password && passwordProblem(password, again) === null;
