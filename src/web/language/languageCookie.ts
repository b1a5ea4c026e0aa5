/** The reader's choice again, for whoever cannot read localStorage: the server, and the service worker. */
export const LANGUAGE_COOKIE = 'language';

/** Browsers keep no cookie for much longer, in seconds. */
const YEAR_S = 365 * 24 * 60 * 60;

/**
 * Lets the server send pages in the language of the reader's choice (src/devnet/webServer.ts). Safari forgets
 * it after a week without a visit, so it is written at each one.
 */
export function writeLanguageCookie(tag: string, page: Pick<Document, 'cookie'> = document): void {
  const parts = [
    `${LANGUAGE_COOKIE}=${encodeURIComponent(tag)}`,
    'Path=/',
    `Max-Age=${YEAR_S}`,
    'SameSite=Lax',
  ];
  page.cookie = parts.join(';');
}
