/** The reader's choice of colours; `system` follows the device. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The server reads it too, and sends the page in its colours (src/devnet/themedPage.ts). */
const THEME_COOKIE = 'theme';
/** Browsers keep no cookie for much longer, in seconds. */
const YEAR_S = 365 * 24 * 60 * 60;

/** A page's root and head, as far as its colours depend on them. */
export type ThemedPage = Pick<Document, 'cookie' | 'querySelectorAll'> & {
  documentElement: { dataset: DOMStringMap };
};

/** The choice that this browser keeps; `system` where it keeps none. */
export function keptTheme({ cookie }: Pick<Document, 'cookie'>): Theme {
  const [, kept] = /(?:^|;\s*)theme=(\w+)/.exec(cookie) ?? [];
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

/** Shows the page in these colours, and keeps the choice. */
export function chooseTheme(theme: Theme, page: ThemedPage): void {
  const age = theme === 'system' ? 0 : YEAR_S;
  page.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax`;
  if (theme === 'system') delete page.documentElement.dataset.theme;
  else page.documentElement.dataset.theme = theme;
  // The browser's own bar around the page.
  for (const meta of page.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"][data-scheme]')) {
    const { scheme } = meta.dataset;
    if (theme === 'system') meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = theme === scheme ? 'all' : 'not all';
  }
}

/**
 * Shows the page in the kept colours where it came in others: from a server that does not know the choice, or
 * as the service worker kept it before that changed. Safari forgets the choice after a week without a visit,
 * so it is written again at each one.
 */
export function restoreTheme(page: ThemedPage): void {
  const theme = keptTheme(page);
  if (theme !== 'system' || page.documentElement.dataset.theme !== undefined) chooseTheme(theme, page);
}
