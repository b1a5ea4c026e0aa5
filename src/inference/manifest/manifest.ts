import { z } from 'zod';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { schedulerSchema } from '#inference/manifest/schedulerConfig.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

/** A path below the manifest's own folder: no `..`, no leading slash, no scheme. */
const relativePath = z
  .string()
  .max(256)
  .regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9_][A-Za-z0-9_./-]*$/);

/** Largest single file: what one ArrayBuffer holds in today's browsers. */
const MAX_FILE_BYTES = 2 ** 31;
/** Largest part: what a tab holds in memory to check it. */
const MAX_PART_BYTES = 2 ** 26;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const file = z
  .strictObject({
    path: relativePath,
    bytes: z.number().int().positive().max(MAX_FILE_BYTES),
    sha256,
    /**
     * The file in consecutive pieces with a hash each: a cut or some damage costs one piece, not the file.
     */
    parts: z
      .array(z.strictObject({ bytes: z.number().int().positive().max(MAX_PART_BYTES), sha256 }))
      .min(1)
      .max(4_096)
      .optional(),
  })
  .refine(
    ({ bytes, parts }) => parts === undefined || parts.reduce((sum, part) => sum + part.bytes, 0) === bytes,
    { path: ['parts'], message: 'the parts together are not as long as the file' },
  );

/** One ONNX graph, with the files of its external data if it has any. */
const graph = z.strictObject({
  file: relativePath,
  externalData: z.array(relativePath).max(16).default([]),
  /**
   * Sizes for dimensions that the graph leaves open, fixed while it is compiled: the arithmetic on shapes,
   * which would run on the CPU between kernels, folds away.
   */
  dimensions: z.record(z.string().max(64), z.number().int().min(1).max(1_000_000)).optional(),
});

/** `tokenizer.json` and `tokenizer_config.json` as Hugging Face repositories publish them. */
const huggingFaceTokenizer = z.strictObject({
  kind: z.literal('huggingface'),
  file: relativePath,
  config: relativePath,
});

/**
 * Words and phrases looked up in a JSON object of phrase to id (`wordVocabulary.ts`); 0 pads, 1 is unknown.
 */
const wordTokenizer = z.strictObject({
  kind: z.literal('words'),
  vocabulary: relativePath,
  /** Words that carry nothing for this model and are dropped before the look-up. */
  ignored: z.array(z.string()).max(1_000),
});

const common = {
  version: z.literal(1),
  /** What requests name in `model`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/),
  name: z.string().min(1).max(100),
  description: z.string().max(1_000),
  /** SPDX expression of the weights' licence. */
  licence: z.string().min(1).max(100),
  files: z.array(file).min(1).max(64),
  /** Price of one unit (see `kind`) in the token's base units, 10^-18 CAI, as a decimal string. */
  unitPrice: z.string().regex(/^\d{1,30}$/),
  /** What of a GPU the model needs. */
  gpu: z
    .strictObject({
      /** WebGPU features without which its graphs do not compile. */
      features: z
        .array(z.enum(['shader-f16']))
        .max(8)
        .default([]),
      /** GPU memory at work, in bytes: weights as they lie there, cache and buffers at their largest. */
      memoryBytes: z.number().int().positive().optional(),
    })
    .prefault({}),
  conformance: z.strictObject({
    /** JSON file with a reference task and its results (`referenceTask.ts`). */
    file: relativePath,
    /** Largest relative L2 distance from the reference that still passes. */
    tolerance: z.number().positive().max(0.1),
  }),
};

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

const decoder = z.strictObject({
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
    temperature: z.number().min(0).max(2),
    topP: z.number().gt(0).max(1),
  }),
});

/** Colours, 0 to 1, as weighted sums of a latent cell's channels: a preview that costs next to nothing. */
const linearPreview = z.strictObject({
  /** Pixels a side that a cell becomes. */
  patch: z.number().int().min(1).max(16),
  /** A row for each channel and one for the constant: red, green, blue, each of patch x patch pixels. */
  factors: z.array(z.array(z.number())).min(2).max(65),
});

const dimension = z.number().int().min(8).max(TASK_LIMIT.pixelsPerSide);

const latentDiffusion = z.strictObject({
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
    maxGuidance: z.number().min(1).max(30),
  }),
});

export const manifestSchema = z
  .discriminatedUnion('kind', [decoder, latentDiffusion])
  .superRefine((manifest, context) => {
    const listed = new Set(manifest.files.map((entry) => entry.path));
    for (const path of referencedFiles(manifest)) {
      if (!listed.has(path))
        context.addIssue({ code: 'custom', message: `${path} is used but not in files` });
    }
    if (manifest.kind === 'image' && manifest.preview) {
      const { patch, factors } = manifest.preview;
      const fits = factors.every((row) => row.length === 3 * patch * patch);
      if (!fits || factors.length !== manifest.latent.channels + 1) {
        context.addIssue({
          code: 'custom',
          path: ['preview'],
          message: 'a row too many or too few, or its length',
        });
      }
    }
  });

export type DecoderManifest = z.infer<typeof decoder>;
export type LatentDiffusionManifest = z.infer<typeof latentDiffusion>;
export type Manifest = DecoderManifest | LatentDiffusionManifest;
export type ManifestFile = z.infer<typeof file>;
export type GraphFiles = z.infer<typeof graph>;

/** The list a client starts from: each model's id, and its manifest's path beside the catalogue. */
export const catalogueSchema = z.strictObject({
  version: z.literal(1),
  models: z
    .array(z.strictObject({ id: common.id, kind: z.enum(['text', 'image']), manifest: relativePath }))
    .min(1)
    .max(1_000),
});
export type Catalogue = z.infer<typeof catalogueSchema>;

/** Every path that the manifest points at, its own graphs first. */
function referencedFiles(manifest: Manifest): string[] {
  const tokenizer =
    manifest.tokenizer.kind === 'words'
      ? [manifest.tokenizer.vocabulary]
      : [manifest.tokenizer.file, manifest.tokenizer.config];
  return [
    ...graphsOf(manifest).flatMap(({ file: path, externalData }) => [path, ...externalData]),
    ...tokenizer,
    ...(manifest.kind === 'image' && manifest.suggestions !== undefined ? [manifest.suggestions] : []),
    manifest.conformance.file,
  ];
}

/** The graphs of a model in the order in which a task runs them. */
function graphsOf(manifest: Manifest): readonly GraphFiles[] {
  return manifest.kind === 'text'
    ? [manifest.graph]
    : [
        ...[manifest.textEncoder, manifest.denoiser, manifest.decoder],
        ...(manifest.imageEncoder ? [manifest.imageEncoder] : []),
      ];
}

/** @throws InferenceError BAD_MANIFEST with the path of the first wrong field. */
export function parseManifest(json: unknown): Manifest {
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw badManifest('manifest', parsed.error);
  return parsed.data;
}

/** @throws InferenceError BAD_MANIFEST with the path of the first wrong field. */
export function parseCatalogue(json: unknown): Catalogue {
  const parsed = catalogueSchema.safeParse(json);
  if (!parsed.success) throw badManifest('catalogue', parsed.error);
  return parsed.data;
}

function badManifest(what: string, error: z.ZodError): InferenceError {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'its top level';
  return new InferenceError(
    'BAD_MANIFEST',
    `The ${what} is wrong at ${where}: ${issue?.message ?? 'unreadable'}`,
  );
}
