import { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** Ids that no word may have: what fills a short prompt up, and what stands for a word that is not known. */
const PADDING = 0;
const UNKNOWN_WORD = 1;

/** The loops below are bounded by these; an English dictionary's common words and their phrases fit well. */
const MAX_ENTRIES = 20_000;
const MAX_PHRASE_CHARACTERS = 80;

const vocabularySchema = z
  .record(z.string().max(MAX_PHRASE_CHARACTERS), z.number().int().nonnegative())
  .refine((entries) => Object.keys(entries).length <= MAX_ENTRIES);

/** One known phrase of a prompt, or one word that is not known. */
export interface ReadPhrase {
  /** In the vocabulary's spelling: lower case, no accents, single spaces. */
  readonly text: string;
  readonly id: number;
  readonly known: boolean;
}

/**
 * Words and phrases ("hot dog") by id; several may share one (synonyms). The longest phrase that fits is taken, so
 * that a hot dog is no warm animal.
 */
export class WordVocabulary {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #ignored: ReadonlySet<string>;
  readonly #longest: number;

  /**
   * @param json object of word or phrase to id; entries with the ids 0 (padding) and 1 (unknown) are not words
   * @param ignored words that carry nothing, unless they stand within a phrase
   * @throws InferenceError BAD_MANIFEST
   */
  constructor(json: unknown, ignored: readonly string[]) {
    const parsed = vocabularySchema.safeParse(json);
    if (!parsed.success) {
      const message = `The vocabulary is not an object of word to id, ${MAX_ENTRIES} at most.`;
      throw new InferenceError('BAD_MANIFEST', message);
    }
    // A Map, since a prompt may say "constructor".
    this.#ids = new Map(
      Object.entries(parsed.data)
        .filter(([, id]) => id !== PADDING && id !== UNKNOWN_WORD)
        .map(([phrase, id]) => [wordsOf(phrase).join(' '), id]),
    );
    this.#ignored = new Set(ignored.flatMap(wordsOf));
    this.#longest = Math.max(1, ...[...this.#ids.keys()].map((phrase) => phrase.split(' ').length));
  }

  /** All that is known, in the vocabulary's spelling and order. */
  get phrases(): string[] {
    return [...this.#ids.keys()];
  }

  /** What the prompt says in this vocabulary, from left to right. */
  read(prompt: string): ReadPhrase[] {
    const words = wordsOf(prompt);
    const phrases: ReadPhrase[] = [];
    for (let at = 0; at < words.length; ) {
      const found = this.#longestAt(words, at);
      if (found) phrases.push({ text: found.text, id: found.id, known: true });
      else if (!this.#ignored.has(words[at]!)) {
        phrases.push({ text: words[at]!, id: UNKNOWN_WORD, known: false });
      }
      at += found?.length ?? 1;
    }
    return phrases;
  }

  #longestAt(words: readonly string[], at: number): { text: string; id: number; length: number } | undefined {
    for (let length = Math.min(this.#longest, words.length - at); length > 0; length--) {
      const text = words.slice(at, at + length).join(' ');
      const id = this.#ids.get(text);
      // An ignored word means something only within a phrase ("man in suit").
      if (id !== undefined && !(length === 1 && this.#ignored.has(text))) return { text, id, length };
    }
    return undefined;
  }
}

/** Lower-case words without accents; what is neither letter nor digit parts them. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
