import { encode } from 'cborg';
import { keccak256, type Hex } from 'viem';
import { z } from 'zod';
import { isPngWithin } from '#protocol/task/pngHeader.ts';

/** Bounds on what one task may ask for; the coordinator refuses more at its door, the tab refuses it again. */
export const TASK_LIMIT = {
  promptCharacters: 4_000,
  messages: 64,
  stopStrings: 4,
  stopCharacters: 64,
  maxTokens: 4_096,
  /** Likeliest tokens that an answer's log-probabilities may name beside each of its own. */
  topLogprobs: 20,
  steps: 100,
  pixelsASide: 2_048,
  /** Pictures on the way that one image task may ask for. */
  previews: 8,
  previewPixelsASide: 128,
  /** A PNG of that size that does not compress at all is below this. */
  previewBytes: 64 * 1024,
  /** PNG of a picture to start from: 512 x 512 pixels of noise are below this. */
  initBytes: 1024 * 1024,
  /** CBOR bytes of a whole request. */
  requestBytes: 1024 * 1024 + 300_000,
  /** Bytes of one result: a 2048 x 2048 PNG of noise is below this. */
  resultBytes: 16 * 1024 * 1024,
} as const;

const model = z.string().min(1).max(128);
/** The counter generator takes any integer that a JavaScript number holds exactly. */
const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** 16 random bytes, so that two equal requests are two tasks and nobody can guess a task's hash beforehand. */
const salt = z.string().regex(/^0x[0-9a-f]{32}$/);

export const imageRequestSchema = z.strictObject({
  kind: z.literal('image'),
  model,
  prompt: z.string().max(TASK_LIMIT.promptCharacters),
  negativePrompt: z.string().max(TASK_LIMIT.promptCharacters),
  width: z.number().int().min(8).max(TASK_LIMIT.pixelsASide),
  height: z.number().int().min(8).max(TASK_LIMIT.pixelsASide),
  steps: z.number().int().min(1).max(TASK_LIMIT.steps),
  /** Classifier-free guidance scale; 1 means a single pass a step. */
  guidance: z.number().min(0).max(30),
  /** A PNG of the request's own size to start from, and how much of it may change: 1 is all. */
  init: z
    .strictObject({
      png: z
        .instanceof(Uint8Array)
        .refine((png) => png.length <= TASK_LIMIT.initBytes, 'more bytes than a picture may have'),
      strength: z.number().min(0.05).max(1),
    })
    .optional(),
  /** How many pictures on the way the app wants to see; none where it is left out. */
  previews: z.number().int().min(1).max(TASK_LIMIT.previews).optional(),
  seed,
  salt,
});

export const chatMessageSchema = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().max(TASK_LIMIT.promptCharacters),
});

export const textRequestSchema = z.strictObject({
  kind: z.literal('text'),
  model,
  messages: z.array(chatMessageSchema).min(1).max(TASK_LIMIT.messages),
  maxTokens: z.number().int().min(1).max(TASK_LIMIT.maxTokens),
  /** 0 is greedy. */
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1),
  stop: z.array(z.string().min(1).max(TASK_LIMIT.stopCharacters)).max(TASK_LIMIT.stopStrings),
  /** Asks for log-probabilities, with so many of the likeliest tokens each; absent: none. */
  topLogprobs: z.number().int().min(0).max(TASK_LIMIT.topLogprobs).optional(),
  seed,
  salt,
});

export const taskRequestSchema = z.discriminatedUnion('kind', [imageRequestSchema, textRequestSchema]);

export type ImageRequest = z.infer<typeof imageRequestSchema>;
export type ChatMessage = z.infer<typeof chatMessageSchema>;
export type TextRequest = z.infer<typeof textRequestSchema>;
export type TaskRequest = z.infer<typeof taskRequestSchema>;
export type TaskKind = TaskRequest['kind'];

/** Canonical bytes of a request: CBOR with sorted keys. What a miner fetches, hashes and works on. */
export function encodeTaskRequest(request: TaskRequest): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode(taskRequestSchema.parse(request)));
}

/** A task's identity: the hash of its request's canonical bytes. */
export function taskIdOf(requestBytes: Uint8Array): Hex {
  return keccak256(requestBytes);
}

/** How a text ended, in OpenAI's words. */
export type FinishReason = 'stop' | 'length';

/** Natural logarithms of probabilities, without temperature. */
const tokenLogprobSchema = z.strictObject({
  logprob: z.number().max(0),
  /** Ids of the likeliest tokens with theirs, likeliest first. */
  top: z.array(z.tuple([z.number().int().nonnegative(), z.number().max(0)])).max(TASK_LIMIT.topLogprobs),
});
export type TokenLogprob = z.infer<typeof tokenLogprobSchema>;

/** What a miner hands back. The bytes are what its signature covers, byte for byte. */
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

/** News of a running task. */
export const taskProgressSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('step'),
    done: z.number().int().min(0),
    total: z.number().int().min(1),
    /** PNG of what the picture is going to be, as far as this step can tell. */
    preview: z
      .instanceof(Uint8Array)
      .refine(
        (png) => png.length <= TASK_LIMIT.previewBytes && isPngWithin(png, TASK_LIMIT.previewPixelsASide),
        'not a small PNG',
      )
      .optional(),
  }),
  z.strictObject({ kind: z.literal('text'), delta: z.string().max(4_000) }),
]);
export type TaskProgress = z.infer<typeof taskProgressSchema>;
