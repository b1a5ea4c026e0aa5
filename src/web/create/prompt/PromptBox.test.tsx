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

it.each([
  ['the list of words is there', 'fox ', language, true],
  ['there are no more words', 'flat fox ', language, false],
  ['its words may still come', 'fox ', undefined, false],
] as const)('the prompt is a combobox that says whether %s', (_, prompt, of, isExpanded) => {
  const [field] = shown(prompt, of).match(/<input[^>]*>/)!;
  expect(field).toContain('role="combobox"');
  expect(field).toContain('aria-autocomplete="list"');
  expect(field).toContain(`aria-expanded="${isExpanded}"`);
  const [, list] = /aria-controls="([^"]*)"/.exec(field) ?? [];
  if (isExpanded) expect(shown(prompt, of)).toMatch(new RegExp(`<div id="${list}"[^>]*role="listbox"`));
  else expect(list).toBeUndefined();
});

it('the prompt has several lines for a model without a list of words', () => {
  expect(shown('Once upon', null)).toMatch(/<textarea[^>]*>Once upon</);
});
