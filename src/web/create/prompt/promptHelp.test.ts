import { describe, expect, it } from 'vitest';
import { WordVocabulary } from '#inference/tokenizer/wordVocabulary.ts';
import { completionsOf, misunderstanding, type PromptLanguage } from '#web/create/prompt/promptHelp.ts';

const words = ['cat', 'hot', 'hot dog', 'hotel', 'flat', 'glossy', 'red', 'blue', 'small', 'doughnut'];
const language: PromptLanguage = {
  name: 'Icons',
  vocabulary: new WordVocabulary(Object.fromEntries(words.map((word, i) => [word, i + 2])), [
    'a',
    'on',
    'background',
  ]),
  room: 4,
  suggestions: {
    things: ['cat', 'hot dog', 'hotel', 'doughnut'],
    styles: ['flat', 'glossy'],
    colours: ['red', 'blue'],
    sizes: ['small'],
  },
};
const offered = (prompt: string) => completionsOf(prompt, language).map(({ phrase }) => phrase);

describe('completionsOf', () => {
  it('completes words and phrases, the longer match first', () => {
    expect(offered('a ho')).toEqual(['hot dog', 'hotel']);
    expect(offered('a hot do')).toEqual(['hot dog', 'doughnut']);
    expect(completionsOf('a hot do', language)[0]!.prompt).toBe('a hot dog ');
    expect(completionsOf('a hot do', language)[1]!.prompt).toBe('a hot doughnut ');
    expect(offered('zzz')).toEqual([]);
  });

  it('offers phrases of the kinds that a prompt does not have yet', () => {
    expect(offered('')).toEqual(['cat', 'hot dog', 'flat', 'glossy', 'red', 'blue', 'small']);
    expect(offered('a cat ')).toEqual(['flat', 'glossy', 'red', 'blue', 'small']);
    expect(offered('small flat cat on red ')).toEqual([]);
  });
});

describe('misunderstanding', () => {
  it('is null for an understood prompt and for a word that is still being typed', () => {
    expect(misunderstanding('', language)).toBeNull();
    expect(misunderstanding('a glossy cat on a red background', language)).toBeNull();
    expect(misunderstanding('a glossy ca', language)).toBeNull();
  });

  it('names each unknown word once', () => {
    expect(misunderstanding('a cat, a zeppelin and a zeppelin', language)).toBe(
      'Icons is a small model and does not know “zeppelin” and “and”; it uses the other words.',
    );
    expect(misunderstanding('quantum zeppelin', language)).toContain('knows none of these words');
    expect(misunderstanding('cat b c d e f z ', language)).toContain('“e” and 2 more');
  });

  it('names the words beyond the prompt’s room', () => {
    expect(misunderstanding('small flat cat red blue hotel', language)).toBe(
      'It reads the first 4 words that it knows; “blue” and “hotel” will be left out.',
    );
  });
});
