import { english } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { generateText } from '#inference/text/textGeneration.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { writtenFirst } from '#tools/models/llama/llamaVocabulary.ts';
import { readStoriesModel, readWrittenTokens } from '#tools/models/stories15m/buildStories15m.ts';
import { openStories } from '#tools/models/stories15m/openStories.ts';
import { STORY_PROMPTS, storyRequest } from '#tools/models/stories15m/storyPrompts.ts';

/** The tokens were chosen on the list's even words. The test takes a few of the odd ones, to save time. */
const UNSEEN_STRIDE = 256;

const pruned = readStoriesModel('pruned');
const published = readStoriesModel('whole');

describe('the pruned output layer', () => {
  it('encodes every prompt to the published model’s tokens', () => {
    const tokenizer = new TextTokenizer(pruned);
    const plain = new TextTokenizer(published);
    const order = writtenFirst(readWrittenTokens(), published.pieces.length);
    const topics = english.map((word) => `a ${word}`);
    for (const content of [...STORY_PROMPTS, ...topics, 'naïve café, 漢字 and 🦊']) {
      const messages = [{ role: 'user' as const, content }];
      expect(tokenizer.encodeChat(messages).map((id) => order[id])).toEqual(plain.encodeChat(messages));
    }
  });

  it('writes the published model’s text, even on topics that the choice of tokens did not see', {
    timeout: 300_000,
  }, async () => {
    const [ours, whole] = [await openStories(pruned), await openStories(published)];
    const unseen = english.filter((_, i) => i % UNSEEN_STRIDE === 1).map((word) => `a ${word}`);
    for (const prompt of [...STORY_PROMPTS.slice(0, 4), ...unseen]) {
      const { result } = await generateText(ours, storyRequest(prompt));
      expect(result.text).toBe((await generateText(whole, storyRequest(prompt))).result.text);
    }
    for (const { batch, session } of [ours, whole]) {
      batch.dispose();
      await session.dispose();
    }
  });
});
