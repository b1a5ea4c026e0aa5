import { describe, expect, it } from 'vitest';
import { parsePromptSuggestions } from '#inference/manifest/promptSuggestions.ts';

const LISTS = { things: ['hot dog'], styles: ['flat'], colours: ['red'], sizes: [] };

describe('parsePromptSuggestions', () => {
  it('accepts the four lists', () => {
    expect(parsePromptSuggestions(LISTS)).toEqual(LISTS);
  });

  it.each([
    ['null', null],
    ['a missing list', { ...LISTS, sizes: undefined }],
    ['an unknown list', { ...LISTS, moods: [] }],
    ['an empty suggestion', { ...LISTS, things: [''] }],
  ])('refuses %s', (_what, json) => {
    expect(() => parsePromptSuggestions(json)).toThrow(expect.objectContaining({ code: 'BAD_MANIFEST' }));
  });
});
