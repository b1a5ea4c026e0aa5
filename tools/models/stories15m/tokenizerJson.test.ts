import { describe, expect, it } from 'vitest';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { FIRST_WORD } from '#tools/models/llama/llamaVocabulary.ts';
import type { Piece } from '#tools/models/llama/sentencePieceVocabulary.ts';
import { readStoriesModel } from '#tools/models/stories15m/buildStories15m.ts';
import { STORY_PROMPTS } from '#tools/models/stories15m/storyPrompts.ts';

const { pieces, tokenizer: json, config } = readStoriesModel('pruned');
const tokenizer = new TextTokenizer({ tokenizer: json, config });
const chat = (content: string) => tokenizer.encodeChat([{ role: 'user', content }]);

/**
 * SentencePiece's own algorithm: characters (or their bytes), then the best-scored neighbours merged until
 * none is left.
 */
function sentencePiece(text: string): number[] {
  const ids = new Map(pieces.map((piece: Piece, id) => [piece.text, id] as const).slice(FIRST_WORD));
  const tokens = [...` ${text}`].flatMap((character) => {
    const id = ids.get(character);
    return id === undefined ? [...new TextEncoder().encode(character)].map((byte) => byte + 3) : [id];
  });
  for (;;) {
    let best = { at: -1, id: -1, score: -Infinity };
    for (let at = 0; at + 1 < tokens.length; at++) {
      const id = ids.get(pieces[tokens[at]!]!.text + pieces[tokens[at + 1]!]!.text);
      if (id !== undefined && pieces[id]!.score > best.score) best = { at, id, score: pieces[id]!.score };
    }
    if (best.at < 0) return tokens;
    tokens.splice(best.at, 2, best.id);
  }
}

describe('tokenizerJson', () => {
  it.each([
    ...STORY_PROMPTS,
    'naïve café, 100 %  two  spaces',
    'emoji 🦊 and 漢字 and\nlines',
    'unbelievably',
  ])('encodes %j as SentencePiece does, and decodes it to the same text', (text) => {
    const tokens = tokenizer.encode(text, false);
    expect(tokens).toEqual(sentencePiece(text));
    expect(tokenizer.decode(tokens)).toBe(text);
  });
});

describe('the chat template', () => {
  it.each([
    ['Tell me a story about a dragon', 'Once upon a time, there was a dragon.'],
    ['a fox!', 'Once upon a time, there was a fox!'],
    ['A bird who could not fly', 'Once upon a time, there was a bird who could not fly.'],
    ['something about friendship', 'Once upon a time, there was friendship.'],
    ['a story about two cats', 'Once upon a time, there was two cats.'],
    ['Write a story', 'Once upon a time,'],
    ['One day, it rained.', 'One day, it rained.'],
    ['Lily found a clock in the forest', 'Lily found a clock in the forest'],
    ['The dog was sad.', 'The dog was sad.'],
  ])('turns %j into the opening %j', (content, opening) => {
    expect(tokenizer.decode(chat(content))).toBe(opening);
  });

  it('begins with the start token', () => {
    expect(chat('a fox')[0]).toBe(1);
  });
});
