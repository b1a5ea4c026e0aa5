import { z } from '@hono/zod-openapi';
import {
  UNUSED_CHAT_PARAMETERS,
  UNUSED_MESSAGE_FIELDS,
  UNUSED_PART_FIELDS,
  UNUSED_STREAM_OPTIONS,
} from '#coordinator/api/chat/chatParameters.ts';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { lenient } from '#coordinator/api/http/unusedParameters.ts';
import { chooseModel, freshSalt, freshSeed, outOfRange } from '#coordinator/api/tasks/order.ts';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { textRequestOf } from '#inference/manifest/orderedRequest.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type ChatMessage, dayOf, saltField, type TextRequest } from '#protocol/task/taskRequest.ts';

const promptText = z.string().max(TASK_LIMIT.promptCharacters);
const partSchema = lenient(z.strictObject({ type: z.literal('text'), text: promptText }), UNUSED_PART_FIELDS);
const stopString = z.string().max(TASK_LIMIT.stopCharacters);
const tokenCount = z.number().int().min(1).max(TASK_LIMIT.maxTokens);

const messageSchema = lenient(
  z.strictObject({
    role: z.enum(['system', 'developer', 'user', 'assistant']),
    content: z
      .union([promptText, z.array(partSchema).max(64)], {
        error: `must be a text of at most ${TASK_LIMIT.promptCharacters} characters, or a list of parts of type text`,
      })
      .optional(),
  }),
  UNUSED_MESSAGE_FIELDS,
).refine(({ role, content }) => content !== undefined || role === 'assistant', {
  path: ['content'],
  message: 'is missing: only an assistant’s message may be without it',
});

const streamOptionsSchema = lenient(
  z.strictObject({ include_usage: z.boolean().optional() }),
  UNUSED_STREAM_OPTIONS,
);

/** Body of `POST /v1/chat/completions`: OpenAI's, and a salt. */
export const chatOrderSchema = lenient(
  z.strictObject({
    model: z.string().max(128).optional(),
    messages: z.array(messageSchema).min(1).max(TASK_LIMIT.messages),
    max_tokens: tokenCount.optional(),
    max_completion_tokens: tokenCount.optional(),
    temperature: z.number().min(0).max(TASK_LIMIT.temperature).optional(),
    top_p: z.number().min(0).max(1).optional(),
    stop: z
      .union([stopString, z.array(stopString).max(TASK_LIMIT.stopStrings)], {
        error: `must be a text of at most ${TASK_LIMIT.stopCharacters} characters, or ${TASK_LIMIT.stopStrings} of them`,
      })
      .optional(),
    seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    salt: saltField.optional(),
    logprobs: z.boolean().optional(),
    top_logprobs: z.number().int().min(0).max(TASK_LIMIT.topLogprobs).optional(),
    stream: z.boolean().optional(),
    stream_options: streamOptionsSchema.optional(),
  }),
  UNUSED_CHAT_PARAMETERS,
);
export type ChatOrder = z.output<typeof chatOrderSchema>;

/** On average, in any text; only runs of spaces have more. Counting the tokens of those takes seconds. */
const MOST_CHARACTERS_A_TOKEN = 16;

/**
 * The request of an order, whose prompt is still to be counted.
 * @throws ApiFault 404 or 400 with the parameter that the model cannot follow
 */
export function toTextRequest(catalogue: ModelCatalogue, order: ChatOrder): TextRequest {
  const model = chooseModel(catalogue, order.model, 'text', isTextModel);
  const { context, name } = model.manifest;
  const messages = order.messages.map(toMessage);
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  // Counting the tokens of a long text takes long, and this one has too many whichever they are.
  if (characters > context * Math.min(model.longestToken, MOST_CHARACTERS_A_TOKEN)) {
    const message = `The prompt has ${characters} characters; ${name} takes fewer than ${context} tokens.`;
    throw new ApiFault('context_length_exceeded', message, { param: 'messages' });
  }
  if (typeof order.top_logprobs === 'number' && order.logprobs !== true) {
    outOfRange('top_logprobs', 'top_logprobs needs logprobs. Set logprobs to true.');
  }
  return textRequestOf(model.manifest, {
    messages,
    maxTokens: order.max_completion_tokens ?? order.max_tokens,
    temperature: order.temperature,
    topP: order.top_p,
    stop: [order.stop ?? []].flat().filter((text) => text !== ''),
    topLogprobs: order.logprobs === true ? (order.top_logprobs ?? 0) : undefined,
    date: dayOf(Date.now()),
    seed: order.seed ?? freshSeed(),
    salt: order.salt ?? freshSalt(),
  });
}

function toMessage({ role, content = '' }: ChatOrder['messages'][number]): ChatMessage {
  const text = typeof content === 'string' ? content : content.map((part) => part.text).join('\n');
  if (text.length > TASK_LIMIT.promptCharacters) {
    outOfRange('messages', `A message may have at most ${TASK_LIMIT.promptCharacters} characters.`);
  }
  return { role: role === 'developer' ? 'system' : role, content: text };
}
