import { z } from 'zod';
import { common, graph, huggingFaceTokenizer, relativePath } from '#inference/manifest/manifestFields.ts';
import { schedulerSchema } from '#inference/manifest/schedulerConfig.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

/**
 * Words and phrases looked up in a JSON object of phrase to id (`wordVocabulary.ts`); 0 pads, 1 is unknown.
 */
const wordTokenizer = z.strictObject({
  kind: z.literal('words'),
  vocabulary: relativePath,
  /** Words that carry nothing for this model and are dropped before the look-up. */
  ignored: z.array(z.string()).max(1_000),
});

/** Colours, 0 to 1, as weighted sums of a latent cell's channels: a preview that costs next to nothing. */
const linearPreview = z.strictObject({
  /** Pixels a side that a cell becomes. */
  patch: z.number().int().min(1).max(16),
  /** A row for each channel and one for the constant: red, green, blue, each of patch x patch pixels. */
  factors: z.array(z.array(z.number())).min(2).max(65),
});

const dimension = z.number().int().min(8).max(TASK_LIMIT.pixelsPerSide);

/** An image model. */
export const latentDiffusionSchema = z.strictObject({
  ...common,
  /** Unit of price: one denoising step. */
  kind: z.literal('image'),
  /** Text encoder, denoiser and decoder as three graphs over a latent. */
  layout: z.literal('latent-diffusion'),
  tokenizer: z.discriminatedUnion('kind', [wordTokenizer, huggingFaceTokenizer]),
  /** JSON file of `promptSuggestions.ts`: known words that a prompt box offers. */
  suggestions: relativePath.optional(),
  /** Tokens a prompt is cut or padded to, and the id that pads. */
  promptTokens: z.number().int().min(1).max(1_024),
  padToken: z.number().int().nonnegative(),
  textEncoder: graph.extend({
    io: z.strictObject({ ids: z.string(), context: z.string() }),
  }),
  denoiser: graph.extend({
    io: z.strictObject({
      sample: z.string(),
      timestep: z.string(),
      context: z.string(),
      /** Guidance input of a distilled denoiser (`timestep_cond`), which then needs one pass. */
      guidance: z.string().optional(),
      output: z.string(),
    }),
    /** 2: prompt and empty prompt of guidance go through in one run. 1: two runs. */
    batch: z.union([z.literal(1), z.literal(2)]),
  }),
  decoder: graph.extend({
    io: z.strictObject({ latent: z.string(), image: z.string() }),
    /** What the graph calls black and white. */
    range: z.tuple([z.number(), z.number()]),
  }),
  /**
   * Picture (in the decoder's range) to latent, or to mean and logarithm of the variance: for pictures to
   * start from.
   */
  imageEncoder: graph.extend({ io: z.strictObject({ image: z.string(), latent: z.string() }) }).optional(),
  latent: z.strictObject({
    channels: z.number().int().min(1).max(64),
    /** Pixels a side for each latent cell. */
    scale: z.number().int().min(1).max(64),
    /** The latent is divided by this before the decoder (Stable Diffusion: 0.18215). */
    scalingFactor: z.number().positive(),
    /** And then this is added (Stable Diffusion 3, Flux). */
    shiftFactor: z.number().default(0),
  }),
  preview: linearPreview.optional(),
  scheduler: schedulerSchema,
  defaults: z.strictObject({
    width: dimension,
    height: dimension,
    steps: z.number().int(),
    guidance: z.number(),
  }),
  limits: z.strictObject({
    minSide: dimension,
    maxSide: dimension,
    maxSteps: z.number().int().min(1).max(TASK_LIMIT.steps),
    /** 1 for a distilled model that takes no guidance. */
    maxGuidance: z.number().min(1).max(TASK_LIMIT.guidance),
  }),
});

export type LatentDiffusionManifest = z.infer<typeof latentDiffusionSchema>;
