import { expect, it } from 'vitest';
import { chooseTheme, keptTheme, restoreTheme, type Theme, type ThemedPage } from '#web/theme/theme.ts';

/** A page with its two colours for the browser's bar. */
function pageWith(cookie: string) {
  const metas = ['light', 'dark'].map((scheme) => ({ dataset: { scheme }, media: '' }));
  const page = { cookie, documentElement: { dataset: {} as DOMStringMap }, querySelectorAll: () => metas };
  return { page: page as unknown as ThemedPage, bars: () => metas.map(({ media }) => media) };
}

it.each([
  ['', 'system'],
  ['theme=dark', 'dark'],
  ['language=ar; theme=light', 'light'],
  ['mytheme=dark', 'system'],
  ['theme=pink', 'system'],
])('the cookies "%s" keep the choice %s', (cookie, theme) => {
  expect(keptTheme({ cookie })).toBe(theme);
});

it.each<[Theme, string | undefined, string[]]>([
  ['light', 'light', ['all', 'not all']],
  ['dark', 'dark', ['not all', 'all']],
  ['system', undefined, ['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']],
])('shows %s, and its colour in the browser’s bar', (theme, shown, bars) => {
  const each = pageWith('');
  each.page.documentElement.dataset.theme = 'dark';
  chooseTheme(theme, each.page);
  expect([each.page.documentElement.dataset.theme, each.bars()]).toEqual([shown, bars]);
});

it('keeps a choice for a year, and forgets it with the system’s', () => {
  const { page } = pageWith('');
  chooseTheme('dark', page);
  expect(page.cookie).toBe('theme=dark; Path=/; Max-Age=31536000; SameSite=Lax');
  chooseTheme('system', page);
  expect(page.cookie).toBe('theme=system; Path=/; Max-Age=0; SameSite=Lax');
});

it('restores what is kept, and touches nothing where nothing is', () => {
  const dark = pageWith('theme=dark');
  restoreTheme(dark.page);
  expect(dark.page.documentElement.dataset.theme).toBe('dark');
  const old = pageWith('');
  old.page.documentElement.dataset.theme = 'dark';
  restoreTheme(old.page);
  expect(old.page.documentElement.dataset.theme).toBeUndefined();
  const none = pageWith('');
  restoreTheme(none.page);
  expect([none.page.cookie, none.bars()]).toEqual(['', ['', '']]);
});
