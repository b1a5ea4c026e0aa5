import { z } from 'zod';

/** A path below the manifest's own folder: no `..`, no leading slash, no scheme. */
export const relativePath = z
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
export const graph = z.strictObject({
  file: relativePath,
  externalData: z.array(relativePath).max(16).default([]),
  /**
   * Sizes for dimensions that the graph leaves open, fixed while it is compiled: the arithmetic on shapes,
   * which would run on the CPU between kernels, folds away.
   */
  dimensions: z.record(z.string().max(64), z.number().int().min(1).max(1_000_000)).optional(),
});

/** `tokenizer.json` and `tokenizer_config.json` as Hugging Face repositories publish them. */
export const huggingFaceTokenizer = z.strictObject({
  kind: z.literal('huggingface'),
  file: relativePath,
  config: relativePath,
  /** `chat_template.jinja`, where the chat template is not in `config`. */
  template: relativePath.endsWith('.jinja', 'a chat template of its own is a .jinja file').optional(),
});

/** What every manifest states. */
export const common = {
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
    /** JSON file with test inputs and their results (`referenceTask.ts`). */
    file: relativePath,
    /** Largest relative L2 distance from the reference that still passes. */
    tolerance: z.number().positive().max(0.1),
  }),
};

export type ManifestFile = z.infer<typeof file>;
export type GraphFiles = z.infer<typeof graph>;
