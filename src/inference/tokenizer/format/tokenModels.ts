import { z } from 'zod';

/** Ids by token; or tokens with their scores, where the place is the id. */
export type Vocabulary = Readonly<Record<string, number>> | readonly (readonly [string, number])[];

/** The library reads the entries, of which there are hundreds of thousands. */
const ids = z.custom<Readonly<Record<string, number>>>(
  (vocab) => typeof vocab === 'object' && vocab !== null && !Array.isArray(vocab),
  'a vocabulary is an object of token to id',
);
const scores = z.custom<readonly (readonly [string, number])[]>(Array.isArray, 'a vocabulary is a list');
const merges = z.custom<readonly unknown[]>(Array.isArray, 'merges are a list');

const nothing = z.literal('').nullish();
/** A share of merges left out at random: training only. */
const noDropout = z.literal(0).nullish();

const bytePairs = z.strictObject({
  type: z.literal('BPE'),
  dropout: noDropout,
  unk_token: z.string().nullish(),
  continuing_subword_prefix: nothing,
  end_of_word_suffix: z.string().nullish(),
  fuse_unk: z.boolean().optional(),
  byte_fallback: z.boolean().optional(),
  ignore_merges: z.boolean().optional(),
  vocab: ids,
  merges,
});

const wordPiece = z.strictObject({
  type: z.literal('WordPiece'),
  unk_token: z.string(),
  continuing_subword_prefix: z.string(),
  max_input_chars_per_word: z.number().int(),
  vocab: ids,
});

const unigram = z.strictObject({
  type: z.literal('Unigram'),
  unk_id: z.number().int().nonnegative(),
  byte_fallback: z.literal(false).optional(),
  vocab: scores,
});

/** The models of a `tokenizer.json` that are computed as its authors' library computes them. */
export const tokenModelSchema = z.preprocess(
  // GPT-2's own file, among others, does not name its model's type.
  (model) => (isUntyped(model) && 'merges' in model ? { ...model, type: 'BPE' } : model),
  z.discriminatedUnion('type', [bytePairs, wordPiece, unigram]),
);

const isUntyped = (model: unknown): model is object =>
  typeof model === 'object' && model !== null && !('type' in model);
