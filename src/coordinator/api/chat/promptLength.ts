import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { tokenizerFault } from '#coordinator/api/http/tokenizerFault.ts';
import { outOfRange } from '#coordinator/api/tasks/order.ts';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { Asker } from '#coordinator/tokenizer/modelTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';

/**
 * Checks that a prompt leaves room for an answer in the model's context.
 * @throws ApiFault 400, and those of `tokenizerFault`; the asker's reason to leave
 */
export async function checkPromptLength(
  catalogue: ModelCatalogue,
  request: TextRequest,
  asker: Asker,
): Promise<void> {
  const model = catalogue.find(request.model);
  if (model === undefined || !isTextModel(model)) throw new Error(`${request.model} is no text model.`);
  const { context, name } = model.manifest;
  const promptTokens = await model.tokenizer.promptTokens(request, asker).catch((error: unknown) => {
    throw tokenizerFault(error);
  });
  if (promptTokens === 0) outOfRange('messages', 'The prompt is empty. Put some text into messages.');
  if (promptTokens >= context) {
    const message = `The prompt has ${promptTokens} tokens, and ${name} accepts fewer than ${context}. Shorten the messages.`;
    throw new ApiFault('context_length_exceeded', message, { param: 'messages' });
  }
}
