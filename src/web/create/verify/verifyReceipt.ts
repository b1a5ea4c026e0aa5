import type { Hex } from 'viem';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import type { ApiAudit } from '#protocol/messages/api.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { isResultSigned, resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { shareWords } from '#web/create/audit/auditSentence.ts';
import type { KeptReceipt, SavedResult } from '#web/create/saved/savedResult.ts';
import { formatFraction } from '#web/money/amount.ts';

/** What came of checking one thing: it holds, it does not, or it could not be checked here. */
export interface VerifyLine {
  name: string;
  verdict: 'holds' | 'fails' | 'unchecked';
  sentence: string;
}

export interface VerifyDeps {
  network: NetworkIdentity;
  /** @returns null where the chain has no such block; throws where it does not answer */
  hashOf(block: number): Promise<Hex | null>;
}

/** Checks what a receipt says as far as it takes no GPU. Each line stands for itself. */
export async function verifyReceipt(result: SavedResult, deps: VerifyDeps): Promise<VerifyLine[]> {
  const { receipt } = result;
  const { audit } = receipt;
  return [
    line('Result', await checkBytes(result)),
    line('Signature', await checkSignature(receipt, deps.network)),
    ...(audit === null ? [] : [line('Draw', await checkDraw(receipt, audit, deps))]),
    line('Computation', computationOf(audit)),
    line('Miner', [
      'unchecked',
      'The receipt has only the digest of the assignment, so the miner’s own draw is not checked here.',
    ]),
  ];
}

type Check = [VerifyLine['verdict'], sentence: string];
const line = (name: string, [verdict, sentence]: Check): VerifyLine => ({ name, verdict, sentence });

async function checkBytes(result: SavedResult): Promise<Check> {
  if (result.kind === 'text')
    return ['unchecked', 'The hash of a text covers its token ids as well, which are not in the answer.'];
  const png = new Uint8Array(await result.image.arrayBuffer());
  return resultHashOf(encodeWire({ kind: 'image', png })) === result.receipt.result_hash
    ? ['holds', 'This picture has the hash that is in the receipt.']
    : ['fails', 'This picture is not the one that the receipt is about.'];
}

async function checkSignature(receipt: KeptReceipt, network: NetworkIdentity): Promise<Check> {
  const { miner, units, assignment_digest: assignment, result_hash, trace_root } = receipt;
  if (trace_root === undefined)
    return ['unchecked', 'This receipt is older than what miners sign today, and lacks a part of it.'];
  const claim = { assignment, units, result: result_hash, trace: trace_root };
  const signature = receipt.result_signature as Hex;
  return (await isResultSigned(network, claim, { miner, signature }))
    ? ['holds', 'The miner signed this result for this task, with its units and its trace.']
    : ['fails', 'The signature is not the miner’s over this result.'];
}

async function checkDraw(receipt: KeptReceipt, audit: ApiAudit, { hashOf }: VerifyDeps): Promise<Check> {
  const { state, share, draw_block: block, draw_hash: named } = audit;
  const wasSkipped = state === 'skipped';
  if (block === null || share >= 1) {
    return wasSkipped
      ? ['fails', 'All of this miner’s results were to be checked, but this one was not.']
      : ['holds', 'All results of this miner with this model are checked, so there is no draw.'];
  }
  if (state === 'waiting')
    return ['unchecked', `The hash of block ${block} draws it. Verify again when the draw is over.`];
  if (named === null) {
    return wasSkipped
      ? ['fails', 'It was to be checked, but no check was made.']
      : ['holds', 'It is checked without a draw, as its miner came into doubt before.'];
  }
  const hash = await hashOf(block).catch(() => undefined);
  if (hash === undefined) return ['unchecked', 'The chain did not answer. Verify again in a moment.'];
  if (hash === null) return ['fails', `The chain has no block ${block}, which is said to draw it.`];
  if (hash !== named) return ['fails', `On the chain, block ${block} has another hash than in the receipt.`];
  const isDrawn = isAuditDrawn(hash, receipt.assignment_digest, share);
  if (isDrawn && wasSkipped) return ['fails', `Block ${block} draws it for a check, but none was made.`];
  return isDrawn
    ? ['holds', `Block ${block} draws it for a check, as it draws ${shareWords(share)}.`]
    : ['holds', `Block ${block} does not draw it for a check; it draws ${shareWords(share)}.`];
}

function computationOf(audit: ApiAudit | null): Check {
  const again = 'Running the model again takes a GPU, so this page does not do it.';
  if (audit === null || audit.distance === null) return ['unchecked', again];
  const part =
    audit.distance <= 1 ? `${formatFraction(audit.distance)} of` : `${formatTimes(audit.distance)} times`;
  return ['unchecked', `${again} The auditor measured ${part} the difference that is allowed.`];
}

const formatTimes = (times: number): string =>
  times >= Number.MAX_SAFE_INTEGER ? 'countless' : String(Number(times.toPrecision(3)));
