import type { Address } from 'viem';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { CheckedResult } from '#coordinator/results/judgeResult.ts';
import { resultBoundsOf } from '#coordinator/results/resultBounds.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/**
 * The most bytes that the result of a request may have.
 * @throws RefusalError BAD_RESULT when its model is not served any more
 */
export function boundsOf(catalogue: ModelCatalogue, request: TaskRequest) {
  const model = catalogue.find(request.model);
  if (model === undefined) throw new RefusalError('BAD_RESULT', 'the model is not served');
  return resultBoundsOf(request, isTextModel(model) ? model.longestToken : 0);
}

/**
 * Has a result read in the thread for results, if it is not larger than its task allows.
 * @param miner who sent it
 * @throws RefusalError MALFORMED, BAD_RESULT; TokenizerError when it could not be checked
 */
export async function checkResult(
  catalogue: ModelCatalogue,
  request: TaskRequest,
  bytes: Uint8Array,
  miner: Address,
): Promise<CheckedResult> {
  const bounds = boundsOf(catalogue, request);
  if (bytes.byteLength > bounds.bytes)
    throw new RefusalError('MALFORMED', `a result of ${bytes.byteLength} bytes, at most ${bounds.bytes}`);
  const model = catalogue.find(request.model)!;
  const promptTokens =
    request.kind === 'text' && isTextModel(model) ? model.tokenizer.knownPromptTokens(request) : undefined;
  const judgement = await model.results.judge({ request, bounds, promptTokens }, bytes, miner);
  if ('refusal' in judgement) throw new RefusalError(judgement.refusal, judgement.detail);
  return judgement;
}
