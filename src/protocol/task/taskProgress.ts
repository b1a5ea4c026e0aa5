import { z } from 'zod';
import { isPngWithin } from '#protocol/task/pngFile.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

/** Progress of a running task. */
export const taskProgressSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('step'),
    done: z.number().int().min(0),
    total: z.number().int().min(1),
    /** PNG of the picture as this step predicts it. */
    preview: z
      .instanceof(Uint8Array)
      .refine(
        (png) => png.length <= TASK_LIMIT.previewBytes && isPngWithin(png, TASK_LIMIT.previewPixelsPerSide),
        'not a small PNG',
      )
      .optional(),
  }),
  z.strictObject({ kind: z.literal('text'), delta: z.string().max(4_000) }),
]);
export type TaskProgress = z.infer<typeof taskProgressSchema>;
