import { ByteFallbackDecoder, type Decoder, SequenceDecoder, Tokenizer } from '@huggingface/tokenizers';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { ChatTemplate } from '#inference/tokenizer/chatTemplate.ts';
import { ControlTokens, piecesOf, withoutReserved } from '#inference/tokenizer/controlTokens.ts';
import { parseTokenizerConfig } from '#inference/tokenizer/format/tokenizerConfig.ts';
import { parseTokenizerFile } from '#inference/tokenizer/format/tokenizerFile.ts';
import type { Vocabulary } from '#inference/tokenizer/format/tokenModels.ts';
import { type TokenEncoding, tokenBytes, tokenEncodingOf } from '#inference/tokenizer/tokenBytes.ts';
import type { ChatMessage } from '#protocol/task/taskRequest.ts';

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
    const tokenizer = parseTokenizerFile(files.tokenizer);
    const config = parseTokenizerConfig(files.config);
    const template = files.template ?? config.template;
    try {
      const controls = new ControlTokens(tokenizer, template);
      this.#controls = controls;
      this.#vocabulary = tokenizer.model.vocab;
      this.#tokenizer = new Tokenizer(controls.rename(tokenizer), {
        additional_special_tokens: config.additionalTokens.map((token) => controls.nameOf(token)),
      });
      keepByteOrderMarks(this.#tokenizer.decoder);
      this.#encoding = tokenEncodingOf(tokenizer.decoder);
      this.#template = template ? new ChatTemplate(template, config.namedTokens, controls) : undefined;
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
        'The model has no chat_template: tokenizer_config.json holds none that is the default, and the ' +
        'manifest names no file in tokenizer.template.';
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
    // Half a surrogate pair is no text: it counts as U+FFFD, as it does in UTF-8.
    return this.#tokenizer.encode(text.toWellFormed(), { add_special_tokens: addSpecialTokens }).ids;
  }

  /** Text of token ids, without special tokens. */
  decode(tokens: readonly number[]): string {
    // The library refuses an empty list. Cleaning up takes spaces away that were streamed already.
    const options = { skip_special_tokens: true, clean_up_tokenization_spaces: false };
    return tokens.length === 0 ? '' : this.#controls.unname(this.#tokenizer.decode([...tokens], options));
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

/** The library's decoder of bytes takes U+FEFF for a mark of the encoding, and leaves it out. */
function keepByteOrderMarks(decoder: Decoder | null): void {
  if (decoder instanceof SequenceDecoder) decoder.decoders.forEach(keepByteOrderMarks);
  if (decoder instanceof ByteFallbackDecoder)
    decoder.text_decoder = new TextDecoder('utf-8', { ignoreBOM: true });
}
