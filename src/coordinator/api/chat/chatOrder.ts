import { z } from '@hono/zod-openapi';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { chooseModel, freshSalt, freshSeed, outOfRange } from '#coordinator/api/tasks/order.ts';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { ChatMessage, TextRequest } from '#protocol/task/taskRequest.ts';

const textPart = z.strictObject({
  type: z.literal('text'),
  text: z.string().max(TASK_LIMIT.promptCharacters),
});
const stopString = z.string().min(1).max(TASK_LIMIT.stopCharacters);
const tokenCount = z.number().int().min(1).max(TASK_LIMIT.maxTokens);

const messageSchema = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string().max(TASK_LIMIT.promptCharacters), z.array(textPart).min(1).max(64)]),
  name: z.string().max(64).optional(),
});

/**
 * Body of `POST /v1/chat/completions`: OpenAI's. Parameters with only one possible value here may be sent
 * with that value.
 */
export const chatOrderSchema = z.strictObject({
  model: z.string().max(128).optional(),
  messages: z.array(messageSchema).min(1).max(TASK_LIMIT.messages),
  max_tokens: tokenCount.nullish(),
  max_completion_tokens: tokenCount.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  stop: z.union([stopString, z.array(stopString).max(TASK_LIMIT.stopStrings)]).nullish(),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.number().int().min(0).max(TASK_LIMIT.topLogprobs).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullish(),
  n: z.literal(1).nullish(),
  presence_penalty: z.literal(0).nullish(),
  frequency_penalty: z.literal(0).nullish(),
  user: z.string().max(512).optional(),
});
export type ChatOrder = z.output<typeof chatOrderSchema>;

/** @throws ApiFault 404 or 400 with the parameter that the model cannot follow */
export function toTextRequest(catalogue: ModelCatalogue, order: ChatOrder): TextRequest {
  const model = chooseModel(catalogue, order.model, 'text', isTextModel);
  const { defaults, context, id, name } = model.manifest;
  const messages = order.messages.map(toMessage);
  let promptTokens: number;
  try {
    promptTokens = model.promptTokens(messages);
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    throw new ApiFault(400, 'invalid_value', error.message, { param: 'messages' });
  }
  if (promptTokens === 0) outOfRange('messages', 'The prompt is empty.');
  if (promptTokens >= context) {
    const message = `The prompt has ${promptTokens} tokens; ${name} takes fewer than ${context}.`;
    throw new ApiFault(400, 'context_length_exceeded', message, { param: 'messages' });
  }
  if (typeof order.top_logprobs === 'number' && order.logprobs !== true) {
    outOfRange('top_logprobs', 'Set logprobs to true to have top_logprobs.');
  }
  const stop = order.stop ?? [];
  return {
    kind: 'text',
    model: id,
    messages,
    maxTokens: order.max_completion_tokens ?? order.max_tokens ?? defaults.maxTokens,
    temperature: order.temperature ?? defaults.temperature,
    topP: order.top_p ?? defaults.topP,
    stop: typeof stop === 'string' ? [stop] : stop,
    ...(order.logprobs === true ? { topLogprobs: order.top_logprobs ?? 0 } : {}),
    seed: order.seed ?? freshSeed(),
    salt: freshSalt(),
  };
}

function toMessage({ role, content }: ChatOrder['messages'][number]): ChatMessage {
  const text = typeof content === 'string' ? content : content.map((part) => part.text).join('\n');
  if (text.length > TASK_LIMIT.promptCharacters) {
    outOfRange('messages', `A message may have ${TASK_LIMIT.promptCharacters} characters.`);
  }
  return { role: role === 'developer' ? 'system' : role, content: text };
}
