import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createPromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { parsePromptSuggestions } from '#inference/manifest/promptSuggestions.ts';
import { WordVocabulary } from '#inference/tokenizer/wordVocabulary.ts';

const vocabulary = new WordVocabulary(
  {
    '<pad>': 0,
    '<unk>': 1,
    ...{ dog: 2, puppy: 2, hot: 3, 'hot dog': 4, 'T-shirt': 5, 'man in suit': 6, man: 7, piñata: 8, on: 9 },
  },
  ['a', 'in', 'on'],
);
const ids = (prompt: string) => vocabulary.read(prompt).map(({ id }) => id);
const unknown = (prompt: string) =>
  vocabulary.read(prompt).flatMap(({ text, known }) => (known ? [] : [text]));

describe('WordVocabulary', () => {
  it('takes the longest phrase that matches', () => {
    expect(ids('a hot dog')).toEqual([4]);
    expect(ids('hot hot dog dog')).toEqual([3, 4, 2]);
    expect(ids('man in suit in hot')).toEqual([6, 3]);
    expect(ids('man in hot suit')).toEqual([7, 3, 1]);
  });

  it('gives synonyms one id and drops ignored words, even those in the vocabulary', () => {
    expect(ids('A puppy, on a DOG')).toEqual([2, 2]);
  });

  it('ignores case, accents and punctuation', () => {
    expect(ids('Pinata; t shirt')).toEqual([8, 5]);
    expect(ids('PIÑATA & T-Shirt!')).toEqual([8, 5]);
  });

  it('lists unknown words in any script, also the names of object properties', () => {
    expect(unknown('hot zeppelin in 東京 constructor pad unk')).toEqual([
      'zeppelin',
      '東京',
      'constructor',
      'pad',
      'unk',
    ]);
    expect(ids('zeppelin')).toEqual([1]);
    expect(ids(' … ')).toEqual([]);
  });

  it.each([[null], [['cat']], [{ cat: -1 }], [{ cat: 'dog' }], [{ ['x'.repeat(81)]: 2 }]])(
    'refuses %j',
    (json) => {
      expect(() => new WordVocabulary(json, [])).toThrow(expect.objectContaining({ code: 'BAD_MANIFEST' }));
    },
  );

  it('encodes prompts of icons128 with its published vocabulary', async () => {
    const read = (path: string): unknown =>
      JSON.parse(readFileSync(new URL(`../../../public/models/icons128/${path}`, import.meta.url), 'utf8'));
    const manifest = parseManifest(read('manifest.json'));
    if (manifest.kind !== 'image') throw new TypeError('icons128 is an image model');
    const tokenize = await createPromptTokenizer(manifest, async (path) => read(path));
    const words = read('vocabulary.json') as Record<string, number>;
    const expected = ['glossy', 'apple', 'blue'].map((word) => words[word]);
    expect(tokenize('a glossy apple on a blue background')).toEqual([
      ...expected,
      ...new Array<number>(9).fill(0),
    ]);
    expect(tokenize('apple '.repeat(13))).toEqual(new Array(12).fill(words.apple));
  });
});

describe('parsePromptSuggestions', () => {
  const lists = { things: ['hot dog'], styles: ['flat'], colours: ['red'], sizes: [] };

  it('takes the four lists and nothing else', () => {
    expect(parsePromptSuggestions(lists)).toEqual(lists);
    for (const wrong of [
      null,
      { ...lists, sizes: undefined },
      { ...lists, moods: [] },
      { ...lists, things: [''] },
    ]) {
      expect(() => parsePromptSuggestions(wrong)).toThrow(expect.objectContaining({ code: 'BAD_MANIFEST' }));
    }
  });
});
