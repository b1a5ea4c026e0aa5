import type { Address } from 'viem';
import { isTextModel, type ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import type { CheckedResult } from '#coordinator/results/judgeResult.ts';
import { type ResultBounds, resultBoundsOf } from '#coordinator/results/resultBounds.ts';
import type { SignedClaim } from '#coordinator/results/signedClaim.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** The most that the result of a request may be; of a model that is no longer served, nothing. */
export function boundsOf(catalogue: ModelCatalogue, request: TaskRequest): ResultBounds {
  const model = catalogue.find(request.model);
  if (model === undefined) return { bytes: 0, items: 0 };
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
  const model = catalogue.find(request.model);
  if (model === undefined) throw new RefusalError('BAD_RESULT', 'the model is not served');
  const bounds = boundsOf(catalogue, request);
  if (bytes.byteLength > bounds.bytes)
    throw new RefusalError('MALFORMED', `a result of ${bytes.byteLength} bytes, at most ${bounds.bytes}`);
  const promptTokens =
    request.kind === 'text' && isTextModel(model) ? model.tokenizer.knownPromptTokens(request) : undefined;
  const judgement = await model.results.judge({ request, bounds, promptTokens }, bytes, miner);
  if ('refusal' in judgement) throw new RefusalError(judgement.refusal, judgement.detail);
  return judgement;
}

/**
 * Has a claim's signature checked in the thread for results.
 * @throws RefusalError BAD_SIGNATURE; TokenizerError when it could not be checked
 */
export async function checkClaim(
  catalogue: ModelCatalogue,
  network: NetworkIdentity,
  { model, claim, miner, signature }: SignedClaim,
): Promise<void> {
  const results = catalogue.find(model)?.results;
  if (results === undefined) throw new RefusalError('BAD_RESULT', 'the model is not served');
  if (!(await results.isSigned(network, claim, { miner, signature })))
    throw new RefusalError('BAD_SIGNATURE');
}
