import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { ChatTemplate } from '#inference/tokenizer/chatTemplate.ts';
import {
  ControlTokens,
  piecesOf,
  type Vocabulary,
  withoutReserved,
} from '#inference/tokenizer/controlTokens.ts';
import { type TokenEncoding, tokenBytes, tokenEncodingOf } from '#inference/tokenizer/tokenBytes.ts';
import type { ChatMessage } from '#protocol/task/taskRequest.ts';

const specialToken = z
  .union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)])
  .nullish();

/** The fields of tokenizer_config.json that this class reads. */
const configSchema = z.looseObject({
  chat_template: z
    .union([
      z.string(),
      z
        .array(z.object({ name: z.string(), template: z.string() }))
        .transform((all) => all.find(({ name }) => name === 'default')?.template ?? all[0]?.template),
    ])
    .nullish(),
  bos_token: specialToken,
  eos_token: specialToken,
  unk_token: specialToken,
  pad_token: specialToken,
});

const TEMPLATE_TOKENS = ['bos_token', 'eos_token', 'unk_token', 'pad_token'] as const;

/** The fields of tokenizer.json that this class reads; the library reads the rest. */
const tokenizerSchema = z.looseObject({
  added_tokens: z
    .array(z.looseObject({ id: z.number().int(), content: z.string(), special: z.boolean() }))
    .optional(),
  model: z.looseObject({
    // The library reads its entries, of which there are hundreds of thousands.
    vocab: z.custom<Vocabulary>((vocab) => typeof vocab === 'object' && vocab !== null),
    unk_token: z.string().nullish(),
  }),
  decoder: z.looseObject({}).nullish(),
});

/** The files of a Hugging Face repository that make its tokenizer. */
export interface TokenizerFiles {
  /** `tokenizer.json` */
  readonly tokenizer: unknown;
  /** `tokenizer_config.json` */
  readonly config: unknown;
  /** `chat_template.jinja`, where the template has a file of its own. */
  readonly template?: string | undefined;
}

/**
 * The tokenizer of a Hugging Face repository.
 * @example
 * const tokenizer = new TextTokenizer({ tokenizer: tokenizerJson, config: tokenizerConfig });
 * const ids = tokenizer.encodeChat([{ role: 'user', content: 'Hello' }], '2026-11-28');
 */
export class TextTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #encoding: TokenEncoding;
  readonly #controls: ControlTokens;
  readonly #vocabulary: Vocabulary;
  readonly #template: ChatTemplate | undefined;

  /** @throws InferenceError BAD_MANIFEST when the files are not in Hugging Face's format */
  constructor(files: TokenizerFiles) {
    const config = configSchema.safeParse(files.config);
    const tokenizer = tokenizerSchema.safeParse(files.tokenizer);
    if (!config.success || !tokenizer.success) {
      throw new InferenceError('BAD_MANIFEST', 'The tokenizer files are not in the Hugging Face format.');
    }
    const template = files.template ?? config.data.chat_template;
    const texts = TEMPLATE_TOKENS.flatMap((name) => (config.data[name] ? [[name, config.data[name]]] : []));
    try {
      const controls = new ControlTokens(tokenizer.data);
      this.#controls = controls;
      this.#vocabulary = tokenizer.data.model.vocab;
      this.#tokenizer = new Tokenizer(controls.rename(tokenizer.data), config.data);
      this.#encoding = tokenEncodingOf(tokenizer.data.decoder);
      this.#template = template ? new ChatTemplate(template, Object.fromEntries(texts), controls) : undefined;
    } catch (cause) {
      throw new InferenceError('BAD_MANIFEST', 'The tokenizer files are not usable.', { cause });
    }
  }

  /**
   * Token ids of a conversation, up to where the answer begins. Control tokens come from the chat template
   * alone, whatever the messages contain.
   * @param date what a template that writes a date is told, in the form 2026-11-28
   * @throws InferenceError BAD_REQUEST when the chat template rejects the messages, BAD_MANIFEST when there
   *   is no chat template
   */
  encodeChat(messages: readonly ChatMessage[], date?: string): number[] {
    if (!this.#template) {
      const message =
        'The model has no chat_template: neither tokenizer_config.json nor the manifest names one.';
      throw new InferenceError('BAD_MANIFEST', message);
    }
    // The template has written the special tokens already.
    return this.#encode(this.#template.render(messages, date), false);
  }

  /** Token ids of a text. */
  encode(text: string, addSpecialTokens: boolean): number[] {
    return this.#encode(withoutReserved(text), addSpecialTokens);
  }

  #encode(text: string, addSpecialTokens: boolean): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: addSpecialTokens }).ids;
  }

  /** Text of token ids, without special tokens. */
  decode(tokens: readonly number[]): string {
    // The library refuses an empty list. Cleaning up takes spaces away that were streamed already.
    const options = { skip_special_tokens: true, clean_up_tokenization_spaces: false };
    return tokens.length === 0 ? '' : this.#tokenizer.decode([...tokens], options);
  }

  /** The bytes that a token adds to a text; none for an id that is not in the vocabulary. */
  bytesOf(token: number): Uint8Array {
    const piece = this.#controls.textOf(this.#tokenizer.id_to_token(token) ?? '');
    return tokenBytes(piece, this.#encoding);
  }

  /** UTF-16 units of the longest token: a text of n tokens has at most n times as many. */
  get longestToken(): number {
    let longest = 0;
    for (const piece of piecesOf(this.#vocabulary)) longest = Math.max(longest, piece.length);
    return longest;
  }
}
