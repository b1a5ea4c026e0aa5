import { Template } from '@huggingface/jinja';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
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
});

/**
 * The tokenizer of a Hugging Face repository: `tokenizer.json` and `tokenizer_config.json`.
 * @example
 * const tokenizer = new TextTokenizer(tokenizerJson, tokenizerConfig);
 * const ids = tokenizer.encodeChat([{ role: 'user', content: 'Hello' }]);
 */
export class TextTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #template: Template | undefined;
  readonly #specials: Readonly<Record<string, string>>;

  /** @throws InferenceError BAD_MANIFEST when the files are not in Hugging Face's format */
  constructor(tokenizerJson: unknown, tokenizerConfig: unknown) {
    const config = configSchema.safeParse(tokenizerConfig);
    if (!config.success || typeof tokenizerJson !== 'object' || tokenizerJson === null) {
      throw new InferenceError('BAD_MANIFEST', 'The tokenizer files are not in the Hugging Face format.');
    }
    const { chat_template: template, bos_token: start, eos_token: end } = config.data;
    try {
      this.#tokenizer = new Tokenizer(tokenizerJson, config.data);
      this.#template = template ? new Template(template) : undefined;
    } catch (cause) {
      throw new InferenceError('BAD_MANIFEST', 'The tokenizer files are not usable.', { cause });
    }
    this.#specials = { ...(start ? { bos_token: start } : {}), ...(end ? { eos_token: end } : {}) };
  }

  /**
   * Token ids of a conversation, up to where the answer begins. A model without a chat template gets the
   * contents as lines.
   * @throws InferenceError BAD_REQUEST when the chat template rejects the messages
   */
  encodeChat(messages: readonly ChatMessage[]): number[] {
    if (!this.#template) return this.encode(messages.map(({ content }) => content).join('\n'), true);
    let text: string;
    try {
      text = this.#template.render({
        messages: [...messages],
        add_generation_prompt: true,
        ...this.#specials,
      });
    } catch (cause) {
      throw new InferenceError('BAD_REQUEST', "The model's chat template does not take these messages.", {
        cause,
      });
    }
    // The template has written the special tokens already.
    return this.encode(text, false);
  }

  /** Token ids of a text. */
  encode(text: string, addSpecialTokens: boolean): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: addSpecialTokens }).ids;
  }

  /** Text of token ids, without special tokens. */
  decode(tokens: readonly number[]): string {
    // The library refuses an empty list.
    return tokens.length === 0 ? '' : this.#tokenizer.decode([...tokens], { skip_special_tokens: true });
  }
}
