import type { Template } from '@huggingface/jinja';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { ControlTokens } from '#inference/tokenizer/controlTokens.ts';
import { parseTemplate, templateFunctions } from '#inference/tokenizer/templateDialect.ts';
import type { ChatMessage } from '#protocol/task/taskRequest.ts';

/**
 * A model's chat template, as Hugging Face publishes it.
 * @example
 * const source = '{{ bos_token }}{{ messages[0].content }}';
 * const template = new ChatTemplate(source, { bos_token: '<s>' }, controls);
 * const text = template.render([{ role: 'user', content: 'Hello' }], '2026-11-28');
 */
export class ChatTemplate {
  readonly #template: Template;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #controls: ControlTokens;

  /**
   * @param variables texts of the tokens that the template may name, such as `bos_token`
   * @throws Error when the template cannot be parsed
   */
  constructor(source: string, variables: Readonly<Record<string, string>>, controls: ControlTokens) {
    this.#template = parseTemplate(source);
    this.#variables = variables;
    this.#controls = controls;
  }

  #shield(role: ChatMessage['role'], content: string): string {
    return role === 'assistant' ? this.#controls.shieldWhole(content) : this.#controls.shield(content);
  }

  /**
   * The prompt of a conversation, up to where the answer begins, with control tokens by name.
   * @param date what a template that writes a date is told, in the form 2026-11-28
   * @throws InferenceError BAD_REQUEST when the template rejects the messages, or needs a date and has none
   */
  render(messages: readonly ChatMessage[], date: string | undefined): string {
    const shielded = messages.map(({ role, content }) => ({ role, content: this.#shield(role, content) }));
    let needsDate = false;
    const dateOf = (): string => {
      needsDate = date === undefined;
      if (date === undefined) throw new Error('The request has no date.');
      return date;
    };
    try {
      const text = this.#template.render({
        // Templates are written for callers that always pass tools and documents, if only as none.
        ...{ messages: shielded, tools: null, documents: null, add_generation_prompt: true },
        ...templateFunctions(dateOf),
        ...this.#variables,
      });
      return this.#controls.name(text);
    } catch (cause) {
      const message = needsDate
        ? 'The model’s chat template writes the date, and the request names none.'
        : 'The model’s chat template does not take these messages.';
      throw new InferenceError('BAD_REQUEST', message, { cause });
    }
  }
}
