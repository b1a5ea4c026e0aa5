import { describe, expect, it } from 'vitest';
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

  it.each([
    [null],
    ['cat'],
    [['cat']],
    [{ cat: -1 }],
    [{ cat: 1.5 }],
    [{ cat: 'dog' }],
    [{ cat: '2' }],
    [{ ['x'.repeat(81)]: 2 }],
  ])('refuses %j', (json) => {
    expect(() => new WordVocabulary(json, [])).toThrow(expect.objectContaining({ code: 'BAD_MANIFEST' }));
  });

  it('takes 20,000 entries and no more', () => {
    const words = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`w${i}`, i]));
    expect(new WordVocabulary(words(20_000), []).phrases).toHaveLength(19_998);
    expect(() => new WordVocabulary(words(20_001), [])).toThrow('at most 20000 words');
  });
});
