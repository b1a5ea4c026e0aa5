import { z } from 'zod';
import { saltField } from '#protocol/task/taskRequest.ts';

const number = z.number().exactOptional();
const common = {
  model: z.string(),
  /** Which this browser chose; absent where the coordinator did. */
  salt: saltField.exactOptional(),
};

/** What was asked for beside the prompt, so that the task can be computed again. The receipt has its seed. */
export const askedOrderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    ...common,
    steps: number,
    guidance: number,
    negativePrompt: z.string().exactOptional(),
    /** The picture to start from. A reload loses it while the task is under way. */
    start: z
      .union([z.object({ png: z.instanceof(Blob), strength: z.number() }), z.literal('lost')])
      .exactOptional(),
  }),
  z.object({ kind: z.literal('text'), ...common, temperature: number, maxTokens: number }),
]);
export type AskedOrder = z.output<typeof askedOrderSchema>;
