import { z } from 'zod';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

/** How a text ended, by OpenAI's names. */
export type FinishReason = 'stop' | 'length';

/** Natural logarithms of probabilities, without temperature. */
const tokenLogprobSchema = z.strictObject({
  logprob: z.number().max(0),
  /** Ids of the likeliest tokens with theirs, likeliest first. */
  top: z.array(z.tuple([z.number().int().nonnegative(), z.number().max(0)])).max(TASK_LIMIT.topLogprobs),
});
export type TokenLogprob = z.infer<typeof tokenLogprobSchema>;

/** A miner's result. Its signature covers these bytes exactly. */
export const taskResultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('image'),
    /** PNG file. */
    png: z.instanceof(Uint8Array),
  }),
  z.strictObject({
    kind: z.literal('text'),
    text: z.string(),
    /** Token ids of the answer, without the prompt: what an auditor forces through the model. */
    tokens: z.array(z.number().int().nonnegative()).max(TASK_LIMIT.maxTokens),
    promptTokens: z.number().int().nonnegative(),
    finishReason: z.enum(['stop', 'length']),
    /** One for each token, where the request asks for them. */
    logprobs: z.array(tokenLogprobSchema).max(TASK_LIMIT.maxTokens).optional(),
  }),
]);
export type TaskResult = z.infer<typeof taskResultSchema>;
