import { afterEach, expect, it } from 'vitest';
import { API_ERROR_CODES } from '#protocol/messages/apiErrorCodes.ts';
import { apiFailureFrom } from '#web/coordinator/apiFailure.ts';
import { setLanguage } from '#web/language/current.ts';

const answer = (code: string, param: string | null = null) => ({
  error: { message: 'An English sentence.', type: 'invalid_request_error', code, param },
});
const saidOf = (code: string, param?: string) => apiFailureFrom(400, answer(code, param)).message;

afterEach(() => setLanguage('en'));

it('keeps the coordinator’s own sentence in English', () => {
  expect(API_ERROR_CODES.map((code) => saidOf(code))).toEqual(
    API_ERROR_CODES.map(() => 'An English sentence.'),
  );
});

it('has a sentence of the reader’s language for each code, and names the parameter', async () => {
  await setLanguage('ar');
  const said = API_ERROR_CODES.map((code) => saidOf(code));
  expect(said.filter((sentence) => /English|coordinator\.code/.test(sentence))).toEqual([]);
  expect(new Set(said).size).toBe(said.length);
  expect(saidOf('invalid_value', 'seed')).toBe(`${saidOf('invalid_value')} (seed)`);
  // Of a newer coordinator's codes nothing is known.
  expect(saidOf('brand_new')).toBe('An English sentence.');
});
