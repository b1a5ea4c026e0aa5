import type { Hex } from 'viem';
import { assignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { assignmentDigest } from '#protocol/signed/assignment.ts';
import { isResultSigned } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import type { KeptReceipt } from '#web/create/saved/savedResult.ts';

/**
 * Whether its miner signed a result, by its hash, for just this task. Else a coordinator could name any hash,
 * or the hash of another task's result, and have the miner blamed for it.
 * @example if (!(await isMinersWord(receipt, identityOf(config)))) throw new RerunError('NOT_SIGNED');
 */
export async function isMinersWord(receipt: KeptReceipt, network: NetworkIdentity): Promise<boolean> {
  const { task_id, miner, units, assignment, assignment_digest: digest, result_hash, trace_root } = receipt;
  if (assignment === null || trace_root === undefined) return false;
  const own = assignmentOf(task_id, assignment);
  if (own.miner !== miner || assignmentDigest(network, own) !== digest) return false;
  const claim = { assignment: digest, units, result: result_hash, trace: trace_root };
  return isResultSigned(network, claim, { miner, signature: receipt.result_signature as Hex });
}
