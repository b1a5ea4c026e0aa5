import { encode } from 'cborg';
import { type Hex, keccak256 } from 'viem';
import { z } from 'zod';
import { hashField, modelIdField } from '#protocol/fields.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

/** The counter generator takes any integer that a JavaScript number holds exactly. */
const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/**
 * 16 random bytes, so that two equal requests are two tasks and nobody can guess a task's hash beforehand. An
 * app that chooses them itself knows that its coordinator did not choose the draw.
 */
export const saltField = z.string().regex(/^0x[0-9a-f]{32}$/);

/** Hash of the model's manifest (manifestHash), so that files and tolerance are beyond dispute. */
const manifest = hashField;

export const imageRequestSchema = z.strictObject({
  kind: z.literal('image'),
  model: modelIdField,
  manifest,
  prompt: z.string().max(TASK_LIMIT.promptCharacters),
  negativePrompt: z.string().max(TASK_LIMIT.promptCharacters),
  width: z.number().int().min(8).max(TASK_LIMIT.pixelsPerSide),
  height: z.number().int().min(8).max(TASK_LIMIT.pixelsPerSide),
  steps: z.number().int().min(1).max(TASK_LIMIT.steps),
  /** Classifier-free guidance scale; 1 means a single pass a step. */
  guidance: z.number().min(0).max(TASK_LIMIT.guidance),
  /** A PNG of the request's own size to start from, and how much of it may change: 1 is all. */
  init: z
    .strictObject({
      png: z
        .instanceof(Uint8Array)
        .refine((png) => png.length <= TASK_LIMIT.initBytes, 'more bytes than a picture may have'),
      strength: z.number().min(0.05).max(1),
    })
    .optional(),
  /** How many previews the app wants; absent: none. */
  previews: z.number().int().min(1).max(TASK_LIMIT.previews).optional(),
  seed,
  salt: saltField,
});

export const chatMessageSchema = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().max(TASK_LIMIT.promptCharacters),
});

export const textRequestSchema = z.strictObject({
  kind: z.literal('text'),
  model: modelIdField,
  manifest,
  messages: z.array(chatMessageSchema).min(1).max(TASK_LIMIT.messages),
  maxTokens: z.number().int().min(1).max(TASK_LIMIT.maxTokens),
  /** 0 is greedy. Divided by less than the least, logits could be infinite, and equal on one device alone. */
  temperature: z
    .number()
    .max(TASK_LIMIT.temperature)
    .refine((temperature) => temperature === 0 || temperature >= TASK_LIMIT.leastTemperature),
  topP: z.number().gt(0).max(1),
  stop: z.array(z.string().min(1).max(TASK_LIMIT.stopCharacters)).max(TASK_LIMIT.stopStrings),
  /** Asks for log-probabilities, each with this many of the likeliest tokens; absent: none. */
  topLogprobs: z.number().int().min(0).max(TASK_LIMIT.topLogprobs).optional(),
  /** The day of the request in UTC, for chat templates that write a date: 2026-11-28. */
  date: z.iso.date().optional(),
  seed,
  salt: saltField,
});

export const taskRequestSchema = z.discriminatedUnion('kind', [imageRequestSchema, textRequestSchema]);

export type ImageRequest = z.infer<typeof imageRequestSchema>;
export type ChatMessage = z.infer<typeof chatMessageSchema>;
export type TextRequest = z.infer<typeof textRequestSchema>;
export type TaskRequest = z.infer<typeof taskRequestSchema>;
export type TaskKind = TaskRequest['kind'];

/**
 * A request's `date` at a moment.
 * @param ms since 1970
 * @example dayOf(Date.UTC(2026, 10, 28)); // '2026-11-28'
 */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, '2026-11-28'.length);

/**
 * Canonical bytes of a request: CBOR with sorted keys. A miner fetches, hashes and works on these bytes.
 * @throws ZodError when the request is out of bounds
 * @example const taskId = taskIdOf(encodeTaskRequest(request));
 */
export function encodeTaskRequest(request: TaskRequest): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode(taskRequestSchema.parse(request)));
}

/**
 * A task's id: keccak256 of its request's canonical bytes.
 * @example taskIdOf(bytes) === assignment.taskId;
 */
export function taskIdOf(requestBytes: Uint8Array): Hex {
  return keccak256(requestBytes);
}
