import type { PromptSuggestions } from '#inference/manifest/promptSuggestions.ts';
import type { WordVocabulary } from '#inference/tokenizer/wordVocabulary.ts';
import { formatTag } from '#web/language/current.ts';
import { listFormat } from '#web/language/formatters.ts';
import { t } from '#web/language/translate.ts';

/** What a prompt box needs to know of a small model's language. */
export interface PromptLanguage {
  /** The model's name. */
  name: string;
  vocabulary: WordVocabulary;
  /** Phrases that a prompt has room for. */
  room: number;
  suggestions: PromptSuggestions;
}

/** Completions shown at a time: two lines on a phone. */
const MOST_OFFERED = 8;
/** "bunch of flowers": completions look back over this many words. */
const MOST_WORDS = 4;

export interface Completion {
  /** What is offered. */
  phrase: string;
  /** The prompt with it. */
  prompt: string;
}

/** What may follow or complete the end of a prompt. */
export function completionsOf(prompt: string, { suggestions, vocabulary }: PromptLanguage): Completion[] {
  const { things, styles, colours, sizes } = suggestions;
  const groups = [things, styles, colours, sizes];
  const taken = (phrase: string, begun: string) => ({
    phrase,
    prompt: `${prompt.slice(0, prompt.length - begun.length)}${phrase} `,
  });
  if (!/[\p{L}\p{N}]$/u.test(prompt)) {
    // No word is being typed: offer phrases of the kinds that the prompt does not have yet.
    const said = new Set(vocabulary.read(prompt).map(({ id }) => id));
    const open = groups.filter(
      (group) => !group.some((phrase) => vocabulary.read(phrase).some(({ id }) => said.has(id))),
    );
    const share = Math.ceil(MOST_OFFERED / Math.max(1, open.length));
    return open
      .flatMap((group) => group.slice(0, share))
      .slice(0, MOST_OFFERED)
      .map((phrase) => taken(phrase, ''));
  }
  const found = new Map<string, Completion>();
  for (const begun of endsOf(prompt)) {
    const wanted = begun.toLowerCase();
    for (const phrase of groups.flat()) {
      if (found.size === MOST_OFFERED) break;
      if (phrase.length > wanted.length && phrase.toLowerCase().startsWith(wanted) && !found.has(phrase)) {
        found.set(phrase, taken(phrase, begun));
      }
    }
  }
  return [...found.values()];
}

/** The last words of a prompt, the longest run first: "hot do", "do". */
function endsOf(prompt: string): string[] {
  const starts = [...prompt.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu)].map(({ index }) => index);
  return starts.slice(-MOST_WORDS).map((start) => prompt.slice(start));
}

/** A sentence on the words of a prompt that the model does not know or has no room for; null if none. */
export function misunderstanding(prompt: string, language: PromptLanguage): string | null {
  const phrases = language.vocabulary.read(prompt);
  const typing = /[\p{L}\p{N}]$/u.test(prompt) && completionsOf(prompt, language).length > 0;
  // The last word may be the beginning of a known one.
  const finished = typing ? phrases.slice(0, -1) : phrases;
  const unknown = [...new Set(finished.filter(({ known }) => !known).map(({ text }) => text))];
  const beyond = phrases.slice(language.room).map(({ text }) => text);
  const sentences: string[] = [];
  if (unknown.length > 0) {
    const none = finished.every(({ known }) => !known);
    sentences.push(
      none
        ? t('create.promptHelp.nameIsASmall', { name: language.name, unknown: listOf(unknown) })
        : t('create.promptHelp.nameIsASmall2', { name: language.name, unknown: listOf(unknown) }),
    );
  }
  if (beyond.length > 0) {
    sentences.push(t('create.promptHelp.itReadsTheFirst', { room: language.room, beyond: listOf(beyond) }));
  }
  return sentences.length === 0 ? null : sentences.join(' ');
}

const MOST_NAMED = 4;

function listOf(words: readonly string[]): string {
  const named = words.slice(0, MOST_NAMED).map((word) => t('create.promptHelp.quoted', { word }));
  if (words.length > MOST_NAMED)
    named.push(t('create.promptHelp.more', { count: words.length - MOST_NAMED }));
  return listFormat(formatTag(), { type: 'conjunction' }).format(named);
}
