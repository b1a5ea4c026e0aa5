import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { WordVocabulary } from '#inference/tokenizer/wordVocabulary.ts';
import { PromptBox } from '#web/create/prompt/PromptBox.tsx';
import type { PromptLanguage } from '#web/create/prompt/promptHelp.ts';

const language: PromptLanguage = {
  name: 'Icons',
  vocabulary: new WordVocabulary({ fox: 2, flat: 3 }, []),
  room: 4,
  suggestions: { things: ['fox'], styles: ['flat'], colours: [], sizes: [] },
};
const shown = (prompt: string, of: PromptLanguage | null | undefined) =>
  renderToStaticMarkup(
    <PromptBox prompt={prompt} onPrompt={() => {}} placeholder="" language={of} onSubmit={() => {}} />,
  );

it.each([
  ['the words that fit', 'fox ', language, /role="option"[^>]*>flat</],
  ['that no more words are needed', 'flat fox ', language, />Your prompt is complete\.</],
  ['an empty place for words that may come', 'fox ', undefined, /<div class="completions"><\/div>/],
] as const)('the prompt box shows %s', (_, prompt, of, html) => {
  expect(shown(prompt, of)).toMatch(html);
});

it('the prompt box keeps no place for words where the model has none', () => {
  expect(shown('fox ', null)).not.toContain('completions');
});
