import { decodeWire } from '#protocol/messages/wire.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';
import { bytesOf } from '#web/coordinator/bodyPieces.ts';
import { readSignedResult } from '#web/coordinator/coordinatorApi.ts';
import { RerunError } from '#web/create/rerun/rerunError.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

/**
 * A result as an audit takes it. A text's token ids are not in the answer, so that they are asked of its
 * coordinator, whose word is not taken: the receipt has the hash of what the miner signed.
 * @throws RerunError OTHER_RESULT, OTHER_TEXT; RefusalError MALFORMED; ApiFailure; the signal's reason
 */
export async function resultAgain(result: SavedResult, signal: AbortSignal): Promise<TaskResult> {
  if (result.kind === 'image')
    return { kind: 'image', png: new Uint8Array(await result.image.arrayBuffer()) };
  const { receipt, source, text } = result;
  const { url, key } = source!;
  const response = await readSignedResult(url, { id: receipt.task_id, key }, signal);
  const bytes = await bytesOf(response, TASK_LIMIT.resultBytes);
  if (resultHashOf(bytes) !== receipt.result_hash) throw new RerunError('OTHER_RESULT');
  const signed = decodeWire(taskResultSchema, bytes, TASK_LIMIT.resultBytes, TASK_LIMIT.resultItems);
  if (signed.kind !== 'text' || signed.text !== text) throw new RerunError('OTHER_TEXT');
  return signed;
}
