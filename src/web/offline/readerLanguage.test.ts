import { expect, it } from 'vitest';
import { readerLanguage } from '#web/offline/readerLanguage.ts';

const build = { languages: ['en', 'ar'], languageCookie: 'language' };
const having = (cookie: string | undefined) => ({
  get: async (name: string) => (name === 'language' && cookie !== undefined ? { value: cookie } : null),
});
const FORBIDDEN = { get: () => Promise.reject(new DOMException('denied', 'SecurityError')) };

it.each([
  ['the reader’s choice', having('en'), ['ar-EG'], 'en'],
  ['the browser’s language without a choice', having(undefined), ['fr', 'ar-EG', 'en'], 'ar'],
  ['the browser’s language for a choice that is none', having('xx'), ['AR'], 'ar'],
  ['the browser’s language where cookies are forbidden', FORBIDDEN, ['ar'], 'ar'],
  ['the browser’s language where no worker reads cookies', undefined, ['ar'], 'ar'],
  ['English for everybody else', having(undefined), ['fr'], 'en'],
])('is %s', async (_, cookies, wanted, language) => {
  expect(await readerLanguage({ build, cookies, wanted })).toBe(language);
});
