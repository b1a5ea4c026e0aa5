import { expect, it } from 'vitest';
import { chooseLanguage, LANGUAGES } from '#web/language/chooseLanguage.ts';

it.each([
  ['the reader’s own choice', 'en', ['ar'], 'en'],
  ['the first of the browser’s languages that the page has', undefined, ['fr-FR', 'ar-EG', 'en'], 'ar'],
  ['English where the page has none of them', undefined, ['fr', 'de'], 'en'],
  ['another one for a choice that is not there any more', 'xx', ['ar'], 'ar'],
  ['English for a browser that names none', undefined, [], 'en'],
])('takes %s', (_, kept, wanted, chosen) => {
  expect(chooseLanguage(kept, wanted)).toBe(chosen);
});

it('lists English first, and each language by its own name', () => {
  expect(LANGUAGES[0]).toEqual({ tag: 'en', name: 'English' });
  expect(LANGUAGES).toContainEqual({ tag: 'ar', name: 'العربية' });
});
