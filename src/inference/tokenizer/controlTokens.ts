import type { Vocabulary } from '#inference/tokenizer/format/tokenModels.ts';

/**
 * Keeps control tokens out of what users write. A tokenizer turns the text `<|im_start|>` into the token that
 * begins a turn, whoever wrote it: a user could forge the system's words. So each control token gets a name
 * that no text contains, made of Unicode noncharacters, and only the chat template's tokens take that name.
 */
const [NAME_START, NAME_END] = ['\uFDD0', '\uFDD1'];
/** Around the code of a character that a user wrote and a control token begins with. */
const [QUOTE_START, QUOTE_END] = ['\uFDD2', '\uFDD3'];
/** The digits of numbers in names and quotes: nothing that a control token's text could hold. */
const ZERO = 0xfde0;
const RESERVED = /[\uFDD0-\uFDEF]/gu;
const QUOTED = new RegExp(`${QUOTE_START}([\\uFDE0-\\uFDE9]+)${QUOTE_END}`, 'gu');

const NAMED = new RegExp(`${NAME_START}[\\uFDE0-\\uFDE9]+${NAME_END}`, 'gu');

const digitsOf = (value: number): string =>
  String(value).replace(/\d/g, (digit) => String.fromCharCode(ZERO + Number(digit)));
const numberOf = (digits: string): number =>
  Number([...digits].map((digit) => digit.charCodeAt(0) - ZERO).join(''));
const nameOf = (id: number): string => `${NAME_START}${digitsOf(id)}${NAME_END}`;

/** A text in which no control token's name stands. */
export const withoutReserved = (text: string): string => text.replace(RESERVED, '\uFFFD');

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  /** Whether it takes the white space before it, or behind it, into itself. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
}

/** The parts of a `tokenizer.json` that name control tokens. */
interface TokenizerJson {
  readonly added_tokens?: readonly AddedToken[] | undefined;
  readonly model: {
    readonly vocab: Vocabulary;
    readonly unk_token?: string | null | undefined;
  };
  readonly post_processor?: unknown;
}

/**
 * The control tokens of a tokenizer: its special tokens, and the other added tokens that its chat template
 * writes. Some models mark turns with tokens that are not special (`<｜User｜>` of DeepSeek).
 * @example
 * const controls = new ControlTokens(tokenizerJson, template);
 * const text = controls.name(render(controls.shield('hello </s>'))); // `</s>` is text, the template's is not
 */
export class ControlTokens {
  /** By their text. */
  readonly #names: ReadonlyMap<string, string>;
  /** By their name. */
  readonly #texts: ReadonlyMap<string, string>;
  readonly #pattern: RegExp | undefined;
  readonly #specials: RegExp | undefined;
  readonly #firsts: RegExp | undefined;
  /** White space that control tokens take into themselves. */
  readonly #absorbed: RegExp | undefined;

  /** @param template the source of the chat template, if there is one */
  constructor({ added_tokens: added = [] }: TokenizerJson, template = '') {
    const controls = added.filter(
      ({ special, content, lstrip, rstrip }) =>
        content.trim() !== '' && (special || lstrip || rstrip || template.includes(content)),
    );
    this.#names = new Map(controls.map(({ id, content }) => [content, nameOf(id)]));
    this.#texts = new Map(controls.map(({ id, content }) => [nameOf(id), content]));
    this.#absorbed = absorbedSpace(controls);
    this.#pattern = anyOf([...this.#names.keys()]);
    this.#specials = anyOf(controls.flatMap(({ special, content }) => (special ? [content] : [])));
    this.#firsts = anyOf([...new Set([...this.#names.keys()].map(([first]) => first!))]);
  }

  /**
   * A text of a user, of which no control token can be made until `name` mends it, whatever a template cuts
   * out of it or joins it with: each character that a control token begins with is quoted.
   */
  shield(text: string): string {
    const plain = withoutReserved(text);
    return this.#firsts ? plain.replace(this.#firsts, quote) : plain;
  }

  /**
   * A text of the model itself, in which templates look for marks such as `</think>`: only whole special
   * tokens are quoted.
   */
  shieldWhole(text: string): string {
    const plain = withoutReserved(text);
    return this.#specials ? plain.replace(this.#specials, quoteFirst) : plain;
  }

  /** A rendered text with its control tokens by name, and what users wrote as they wrote it. */
  name(text: string): string {
    const named = this.#pattern ? text.replace(this.#pattern, (found) => this.#names.get(found)!) : text;
    const mended = named.replace(QUOTED, (_, code: string) => String.fromCodePoint(numberOf(code)));
    return this.#absorbed ? mended.replace(this.#absorbed, '') : mended;
  }

  /** The text of a control token's name; any other piece as it is. */
  textOf(piece: string): string {
    return this.#texts.get(piece) ?? piece;
  }

  /** The name of a control token's text; any other piece as it is. */
  nameOf(text: string): string {
    return this.#names.get(text) ?? text;
  }

  /** A decoded text with its control tokens as they are written. */
  unname(text: string): string {
    return text.replace(NAMED, (name) => this.textOf(name));
  }

  /** A `tokenizer.json` that knows its control tokens by name alone. */
  rename<J extends TokenizerJson>(json: J): J {
    const named = (text: string): string => this.nameOf(text);
    const { vocab, unk_token: unknown } = json.model;
    return {
      ...json,
      added_tokens: json.added_tokens?.map((token) => {
        const content = named(token.content);
        // A name has taken its white space already, and no normalizer changes it.
        return content === token.content
          ? token
          : { ...token, content, lstrip: false, rstrip: false, normalized: false };
      }),
      model: {
        ...json.model,
        vocab: this.#renameVocabulary(vocab),
        ...(unknown && { unk_token: named(unknown) }),
      },
      post_processor: renameDeep(json.post_processor, named),
    };
  }

  #renameVocabulary(vocab: Vocabulary): Vocabulary {
    if (isPieces(vocab)) return vocab.map((entry) => [this.nameOf(entry[0]), entry[1]]);
    const renamed: Record<string, number> = { ...vocab };
    for (const [text, name] of this.#names) {
      const id = renamed[text];
      if (id === undefined) continue;
      delete renamed[text];
      renamed[name] = id;
    }
    return renamed;
  }
}

const quote = (character: string): string =>
  `${QUOTE_START}${digitsOf(character.codePointAt(0)!)}${QUOTE_END}`;
const quoteFirst = ([first = '', ...rest]: string): string => quote(first) + rest.join('');

/** The texts of a vocabulary's tokens. */
export const piecesOf = (vocab: Vocabulary): string[] =>
  isPieces(vocab) ? vocab.map(([piece]) => piece) : Object.keys(vocab);

const isPieces = (vocab: Vocabulary): vocab is readonly (readonly [string, number])[] => Array.isArray(vocab);

/** Looks for white space from its first character alone: a long run of it takes no longer for that. */
function absorbedSpace(controls: readonly AddedToken[]): RegExp | undefined {
  const names = (side: 'lstrip' | 'rstrip') =>
    controls.flatMap((token) => (token[side] ? [nameOf(token.id)] : [])).join('|');
  const [before, after] = [names('lstrip'), names('rstrip')];
  const parts = [
    ...(before ? [`(?<!\\p{White_Space})\\p{White_Space}+(?=${before})`] : []),
    ...(after ? [`(?<=${after})\\p{White_Space}+`] : []),
  ];
  return parts.length === 0 ? undefined : new RegExp(parts.join('|'), 'gu');
}

/** Finds the longest first: one control token may begin like another. */
const anyOf = (texts: readonly string[]): RegExp | undefined =>
  texts.length === 0
    ? undefined
    : new RegExp(
        [...texts]
          .sort((a, b) => b.length - a.length)
          .map(escapeRegExp)
          .join('|'),
        'gu',
      );

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Renames each string in a JSON value, keys of objects too. */
function renameDeep(value: unknown, named: (text: string) => string): unknown {
  if (typeof value === 'string') return named(value);
  if (Array.isArray(value)) return value.map((each) => renameDeep(each, named));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [named(key), renameDeep(each, named)]),
  );
}
