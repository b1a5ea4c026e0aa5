import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';
import { bytesOf } from '#web/coordinator/bodyPieces.ts';
import { readSignedResult } from '#web/coordinator/coordinatorApi.ts';
import { RerunError } from '#web/create/rerun/rerunError.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

/**
 * A result as an audit takes it: what its miner signed, by the hash in the receipt. No miner is judged by a
 * picture that its coordinator or this browser has changed. A text's token ids are not in the answer, so that
 * they are asked of its coordinator, whose word is not taken.
 * @throws RerunError CHANGED_PICTURE, OTHER_RESULT, OTHER_TEXT; RefusalError MALFORMED; ApiFailure; the
 * signal's reason
 */
export async function resultAgain(result: SavedResult, signal: AbortSignal): Promise<TaskResult> {
  const { receipt } = result;
  if (result.kind === 'image') {
    const made = { kind: 'image' as const, png: new Uint8Array(await result.image.arrayBuffer()) };
    if (resultHashOf(encodeWire(made)) !== receipt.result_hash) throw new RerunError('CHANGED_PICTURE');
    return made;
  }
  const { source, text } = result;
  const { url, key } = source!;
  const response = await readSignedResult(url, { id: receipt.task_id, key }, signal);
  const bytes = await bytesOf(response, TASK_LIMIT.resultBytes);
  if (resultHashOf(bytes) !== receipt.result_hash) throw new RerunError('OTHER_RESULT');
  const signed = decodeWire(taskResultSchema, bytes, TASK_LIMIT.resultBytes, TASK_LIMIT.resultItems);
  if (signed.kind !== 'text' || signed.text !== text) throw new RerunError('OTHER_TEXT');
  return signed;
}
