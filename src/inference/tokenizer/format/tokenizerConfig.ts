import { z } from 'zod';
import { manifestError } from '#inference/manifest/manifestError.ts';

const token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]);

/** The template named `default` of several, as the authors' library takes it. */
const templates = z
  .array(z.object({ name: z.string(), template: z.string() }))
  .transform((all) => all.find(({ name }) => name === 'default')?.template);

const configSchema = z.object({
  chat_template: z.union([z.string(), templates]).nullish(),
  bos_token: token.nullish(),
  eos_token: token.nullish(),
  unk_token: token.nullish(),
  sep_token: token.nullish(),
  pad_token: token.nullish(),
  cls_token: token.nullish(),
  mask_token: token.nullish(),
  additional_special_tokens: z.array(token).nullish(),
  /** Names of further tokens, with the tokens; some files list the tokens only. */
  extra_special_tokens: z
    .union([z.array(token).transform(() => ({})), z.record(z.string(), token)])
    .nullish(),
});

/** What is read of a `tokenizer_config.json`. */
export interface TokenizerConfig {
  readonly template: string | undefined;
  /** The tokens that templates may name, such as `bos_token`. */
  readonly namedTokens: Readonly<Record<string, string>>;
  readonly additionalTokens: readonly string[];
}

/**
 * @throws InferenceError BAD_MANIFEST with the path of the first wrong field
 * @example
 * const { template, namedTokens } = parseTokenizerConfig(JSON.parse(text));
 */
export function parseTokenizerConfig(json: unknown): TokenizerConfig {
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) throw manifestError('tokenizer_config.json', parsed.error);
  const { chat_template, additional_special_tokens, extra_special_tokens, ...tokens } = parsed.data;
  const named = { ...extra_special_tokens, ...tokens };
  return {
    template: chat_template ?? undefined,
    namedTokens: Object.fromEntries(
      Object.entries(named).flatMap(([name, text]) => (text ? [[name, text]] : [])),
    ),
    additionalTokens: additional_special_tokens ?? [],
  };
}
