import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';

/** The reader's choice of colours, as the page writes it (src/web/theme/theme.ts). */
const THEME_COOKIE = 'theme';
/** Without one of these the page follows the device. */
const THEMES = ['light', 'dark'];

/**
 * A page's HTML in the colours that the reader has chosen, so that it is painted in no others first.
 * @example context.html(themedPage(html, context));
 */
export function themedPage(html: string, context: Context): string {
  const theme = getCookie(context, THEME_COOKIE);
  if (theme === undefined || !THEMES.includes(theme)) return html;
  return html.replace('<html ', `<html data-theme="${theme}" `);
}
