import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** Ids that no word may have: the padding of a short prompt, and the id of unknown words. */
const PADDING = 0;
const UNKNOWN_WORD = 1;

/** These bound the loops below. The common words of English and their phrases fit easily. */
const MAX_ENTRIES = 20_000;
const MAX_PHRASE_CHARACTERS = 80;

/** A known phrase of a prompt, or an unknown word. */
export interface ReadPhrase {
  /** Normalized as in the vocabulary: lower case, no accents, single spaces. */
  readonly text: string;
  readonly id: number;
  readonly known: boolean;
}

/**
 * Maps words and phrases ("hot dog") to ids; synonyms share an id. The longest matching phrase wins, so that
 * a hot dog is not a warm animal.
 * @example
 * const vocabulary = new WordVocabulary({ dog: 2, hot: 3, 'hot dog': 4 }, ['a']);
 * vocabulary.read('a hot dog'); // [{ text: 'hot dog', id: 4, known: true }]
 */
export class WordVocabulary {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #ignored: ReadonlySet<string>;
  readonly #longest: number;

  /**
   * @param json maps words and phrases to ids; entries with the ids 0 (padding) and 1 (unknown) are not words
   * @param ignored words without meaning, unless they are part of a phrase
   * @throws InferenceError BAD_MANIFEST when the JSON is not such an object, or is too large
   */
  constructor(json: unknown, ignored: readonly string[]) {
    if (!isVocabulary(json)) {
      const message = `The vocabulary must be an object that maps at most ${MAX_ENTRIES} words to ids.`;
      throw new InferenceError('BAD_MANIFEST', message);
    }
    // A Map, because a prompt may contain "constructor".
    this.#ids = new Map(
      Object.entries(json)
        .filter(([, id]) => id !== PADDING && id !== UNKNOWN_WORD)
        .map(([phrase, id]) => [wordsOf(phrase).join(' '), id]),
    );
    this.#ignored = new Set(ignored.flatMap(wordsOf));
    this.#longest = Math.max(1, ...[...this.#ids.keys()].map((phrase) => phrase.split(' ').length));
  }

  /** All known phrases, normalized, in the vocabulary's order. */
  get phrases(): string[] {
    return [...this.#ids.keys()];
  }

  /** The prompt's phrases, from left to right. */
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
      // An ignored word counts only within a phrase ("man in suit").
      if (id !== undefined && !(length === 1 && this.#ignored.has(text))) return { text, id, length };
    }
    return undefined;
  }
}

/** Lower-case words without accents, separated by anything that is neither a letter nor a digit. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** By hand: a schema takes ten times as long for a thousand words, which a page's start has to wait for. */
function isVocabulary(json: unknown): json is Record<string, number> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  const entries: [string, unknown][] = Object.entries(json);
  return (
    entries.length <= MAX_ENTRIES &&
    entries.every(
      ([phrase, id]) =>
        phrase.length <= MAX_PHRASE_CHARACTERS && Number.isSafeInteger(id) && (id as number) >= 0,
    )
  );
}
