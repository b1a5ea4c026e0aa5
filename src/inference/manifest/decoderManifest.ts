import { z } from 'zod';
import { common, graph, huggingFaceTokenizer } from '#inference/manifest/manifestFields.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

/** Input and output names; `{layer}` counts from 0. `positionIds` may be absent from the graph. */
const decoderIo = z.strictObject({
  inputIds: z.string().default('input_ids'),
  attentionMask: z.string().default('attention_mask'),
  positionIds: z.string().default('position_ids'),
  past: z.string().default('past_key_values.{layer}.{part}'),
  present: z.string().default('present.{layer}.{part}'),
  logits: z.string().default('logits'),
  /** Scalar: for how many of the last positions logits are wanted. May be absent from the graph. */
  logitsToKeep: z.string().default('num_logits_to_keep'),
});

/** The names that transformers.js exports have. */
export const DECODER_IO = decoderIo.parse({});

/** A text model. */
export const decoderSchema = z.strictObject({
  ...common,
  /** Unit of price: one token, of the prompt or of the answer. */
  kind: z.literal('text'),
  /** Decoder with key-value cache, in the transformers.js layout. */
  layout: z.literal('decoder'),
  graph,
  tokenizer: huggingFaceTokenizer,
  io: decoderIo.prefault({}),
  /** Tokens of prompt and answer together. */
  context: z.number().int().min(8).max(1_048_576),
  /** Ids that end an answer. */
  stopTokens: z.array(z.number().int().nonnegative()).max(16),
  defaults: z.strictObject({
    maxTokens: z.number().int().min(1).max(TASK_LIMIT.maxTokens),
    temperature: z.number().min(0).max(TASK_LIMIT.temperature),
    topP: z.number().gt(0).max(1),
  }),
});

export type DecoderManifest = z.infer<typeof decoderSchema>;
