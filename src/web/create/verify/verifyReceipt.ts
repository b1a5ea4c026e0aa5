import type { Hex } from 'viem';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import type { ApiAudit } from '#protocol/messages/api.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { isResultSigned, resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { shareWords } from '#web/create/audit/auditSentence.ts';
import type { AnyResult, KeptReceipt, NamedDraw } from '#web/create/saved/savedResult.ts';
import {
  type Check,
  fails,
  holds,
  line,
  unchecked,
  type VerifyLine,
} from '#web/create/verify/lines/verifyLine.ts';
import { type AssignmentDeps, verifyAssignment } from '#web/create/verify/verifyAssignment.ts';
import { type LotteryDeps, verifyLottery } from '#web/create/verify/verifyLottery.ts';
import { verifySalt } from '#web/create/verify/verifySalt.ts';
import { t } from '#web/language/translate.ts';
import { formatFraction } from '#web/money/amount.ts';

export type VerifyDeps = AssignmentDeps & LotteryDeps;

/** Checks what a receipt says as far as it takes no GPU. Each line stands for itself. */
export async function verifyReceipt(result: AnyResult, deps: VerifyDeps): Promise<VerifyLine[]> {
  const { receipt } = result;
  const { audit } = receipt;
  const { check, drawn } = await verifyAssignment(result, deps);
  return [
    line(t('create.verifyReceipt.result'), await checkBytes(result)),
    line(t('create.verifyReceipt.signature'), await checkSignature(receipt, deps.network)),
    ...(audit === null ? [] : [line(t('create.verifyReceipt.draw'), await checkDraw(result, audit, deps))]),
    {
      ...line(t('create.verifyReceipt.computation'), computationOf(audit)),
      isTold: audit?.state === 'passed',
    },
    line(t('create.verifyReceipt.miner'), await checkMiner(receipt, deps)),
    line(t('create.verifyReceipt.assignment'), check),
    line(t('create.verifyReceipt.salt'), verifySalt(result)),
    ...(drawn === undefined
      ? []
      : [line(t('create.verifyReceipt.lottery'), await verifyLottery(drawn, deps))]),
  ];
}

async function checkBytes(result: AnyResult): Promise<Check> {
  if (result.kind === 'unseen') return unchecked(t('create.verifyReceipt.onlyItsMakerHas'));
  if (result.kind === 'text') return unchecked(t('create.verifyReceipt.theHashOfA'));
  const png = new Uint8Array(await result.image.arrayBuffer());
  return resultHashOf(encodeWire({ kind: 'image', png })) === result.receipt.result_hash
    ? holds(t('create.verifyReceipt.thisPictureHasThe'))
    : fails(t('create.verifyReceipt.thisPictureIsNot'));
}

async function checkSignature(receipt: KeptReceipt, network: NetworkIdentity): Promise<Check> {
  const { miner, units, assignment_digest: assignment, result_hash, trace_root } = receipt;
  if (trace_root === undefined) return unchecked(t('create.verifyReceipt.thisReceiptIsOlder'));
  const claim = { assignment, units, result: result_hash, trace: trace_root };
  const signature = receipt.result_signature as Hex;
  return (await isResultSigned(network, claim, { miner, signature }))
    ? holds(t('create.verifyReceipt.theMinerSignedThis'))
    : fails(t('create.verifyReceipt.theSignatureIsNot'));
}

async function checkDraw(
  { receipt, named: first }: AnyResult,
  audit: ApiAudit,
  { blockAt }: VerifyDeps,
): Promise<Check> {
  const { state, share, draw_block: block, draw_hash: named } = audit;
  const wasSkipped = state === 'skipped';
  if (first !== undefined && (first.block !== block || first.share !== share)) {
    const [then, now] = [drawWords(first), drawWords({ block, share })];
    return fails(t('create.verifyReceipt.theDrawWasChanged', { then, now }));
  }
  if (first?.assignment !== undefined && first.assignment !== receipt.assignment_digest)
    return fails(t('create.verifyReceipt.otherAssignment'));
  if (block === null || share >= 1) {
    return wasSkipped
      ? fails(t('create.verifyReceipt.allOfThisMiners'))
      : holds(t('create.verifyReceipt.allResultsOfThis'));
  }
  if (state === 'waiting') return unchecked(t('create.verifyReceipt.theHashOfBlock', { block }));
  if (named === null) {
    return wasSkipped
      ? fails(t('create.verifyReceipt.itWasToBe'))
      : holds(t('create.verifyReceipt.itIsCheckedWithout'));
  }
  const drawnBy = await blockAt(block).catch(() => undefined);
  if (drawnBy === undefined) return unchecked(t('create.verifyReceipt.theChainDidNot'));
  if (drawnBy === null) return fails(t('create.verifyReceipt.theChainHasNo', { block }));
  const { hash } = drawnBy;
  if (hash !== named) return fails(t('create.verifyReceipt.onTheChainBlock', { block }));
  const isDrawn = isAuditDrawn(hash, receipt.assignment_digest, share);
  if (isDrawn && wasSkipped) return fails(t('create.verifyReceipt.blockBlockDrawsIt', { block }));
  if (wasSkipped && first?.isMined === true) return unchecked(t('create.verifyReceipt.namedLate', { block }));
  return isDrawn
    ? holds(t('create.verifyReceipt.blockBlockDrawsIt2', { block, share: shareWords(share) }))
    : holds(t('create.verifyReceipt.blockBlockDoesNot', { block, share: shareWords(share) }));
}

/** What draws a result for an audit, in words. */
function drawWords({ block, share }: Pick<NamedDraw, 'block' | 'share'>): string {
  return block === null
    ? t('create.verifyReceipt.noDraw')
    : t('create.verifyReceipt.aDrawBy', { block, share: shareWords(share) });
}

async function checkMiner({ miner }: KeptReceipt, { nodeIdOf }: VerifyDeps): Promise<Check> {
  const id = await nodeIdOf(miner).catch(() => undefined);
  if (id === undefined) return unchecked(t('create.verifyReceipt.theChainDidNot'));
  if (id === 0n) return fails(t('create.verifyReceipt.noNodeHasThis'));
  return holds(t('create.verifyReceipt.nodeHasThisKey', { id }));
}

function computationOf(audit: ApiAudit | null): Check {
  const again = t('create.verifyReceipt.runningTheModelAgain');
  if (audit === null || audit.distance === null) return unchecked(again);
  return unchecked(`${again} ${measuredSentence(audit.distance)}`);
}

/** @param distance measured, as a part of the difference that is allowed */
function measuredSentence(distance: number): string {
  if (distance <= 1) return t('create.verifyReceipt.measuredPart', { distance: formatFraction(distance) });
  return distance >= Number.MAX_SAFE_INTEGER
    ? t('create.verifyReceipt.measuredCountless')
    : t('create.verifyReceipt.measuredTimes', { distance: String(Number(distance.toPrecision(3))) });
}
