import type { Address, Hex } from 'viem';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import type { ApiAudit } from '#protocol/messages/api.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { isResultSigned, resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { shareWords } from '#web/create/audit/auditSentence.ts';
import type { AnyResult, KeptReceipt } from '#web/create/saved/savedResult.ts';
import { t } from '#web/language/translate.ts';
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
  /** The node that a key serves or served; 0 for an unknown key. Throws where the chain does not answer. */
  nodeIdOf(operator: Address): Promise<bigint>;
}

/** Checks what a receipt says as far as it takes no GPU. Each line stands for itself. */
export async function verifyReceipt(result: AnyResult, deps: VerifyDeps): Promise<VerifyLine[]> {
  const { receipt } = result;
  const { audit } = receipt;
  return [
    line(t('create.verifyReceipt.result'), await checkBytes(result)),
    line(t('create.verifyReceipt.signature'), await checkSignature(receipt, deps.network)),
    ...(audit === null ? [] : [line(t('create.verifyReceipt.draw'), await checkDraw(receipt, audit, deps))]),
    line(t('create.verifyReceipt.computation'), computationOf(audit)),
    line(t('create.verifyReceipt.miner'), await checkMiner(receipt, deps)),
  ];
}

type Check = [VerifyLine['verdict'], sentence: string];
const line = (name: string, [verdict, sentence]: Check): VerifyLine => ({ name, verdict, sentence });

async function checkBytes(result: AnyResult): Promise<Check> {
  if (result.kind === 'unseen') return ['unchecked', t('create.verifyReceipt.onlyItsMakerHas')];
  if (result.kind === 'text') return ['unchecked', t('create.verifyReceipt.theHashOfA')];
  const png = new Uint8Array(await result.image.arrayBuffer());
  return resultHashOf(encodeWire({ kind: 'image', png })) === result.receipt.result_hash
    ? ['holds', t('create.verifyReceipt.thisPictureHasThe')]
    : ['fails', t('create.verifyReceipt.thisPictureIsNot')];
}

async function checkSignature(receipt: KeptReceipt, network: NetworkIdentity): Promise<Check> {
  const { miner, units, assignment_digest: assignment, result_hash, trace_root } = receipt;
  if (trace_root === undefined) return ['unchecked', t('create.verifyReceipt.thisReceiptIsOlder')];
  const claim = { assignment, units, result: result_hash, trace: trace_root };
  const signature = receipt.result_signature as Hex;
  return (await isResultSigned(network, claim, { miner, signature }))
    ? ['holds', t('create.verifyReceipt.theMinerSignedThis')]
    : ['fails', t('create.verifyReceipt.theSignatureIsNot')];
}

async function checkDraw(receipt: KeptReceipt, audit: ApiAudit, { hashOf }: VerifyDeps): Promise<Check> {
  const { state, share, draw_block: block, draw_hash: named } = audit;
  const wasSkipped = state === 'skipped';
  if (block === null || share >= 1) {
    return wasSkipped
      ? ['fails', t('create.verifyReceipt.allOfThisMiners')]
      : ['holds', t('create.verifyReceipt.allResultsOfThis')];
  }
  if (state === 'waiting') return ['unchecked', t('create.verifyReceipt.theHashOfBlock', { block })];
  if (named === null) {
    return wasSkipped
      ? ['fails', t('create.verifyReceipt.itWasToBe')]
      : ['holds', t('create.verifyReceipt.itIsCheckedWithout')];
  }
  const hash = await hashOf(block).catch(() => undefined);
  if (hash === undefined) return ['unchecked', t('create.verifyReceipt.theChainDidNot')];
  if (hash === null) return ['fails', t('create.verifyReceipt.theChainHasNo', { block })];
  if (hash !== named) return ['fails', t('create.verifyReceipt.onTheChainBlock', { block })];
  const isDrawn = isAuditDrawn(hash, receipt.assignment_digest, share);
  if (isDrawn && wasSkipped) return ['fails', t('create.verifyReceipt.blockBlockDrawsIt', { block })];
  return isDrawn
    ? ['holds', t('create.verifyReceipt.blockBlockDrawsIt2', { block, share: shareWords(share) })]
    : ['holds', t('create.verifyReceipt.blockBlockDoesNot', { block, share: shareWords(share) })];
}

async function checkMiner({ miner }: KeptReceipt, { nodeIdOf }: VerifyDeps): Promise<Check> {
  const id = await nodeIdOf(miner).catch(() => undefined);
  if (id === undefined) return ['unchecked', t('create.verifyReceipt.theChainDidNot')];
  if (id === 0n) return ['fails', t('create.verifyReceipt.noNodeHasThis')];
  return [
    'holds',
    `${t('create.verifyReceipt.nodeHasThisKey', { id })} ${t('create.verifyReceipt.theReceiptHasOnly')}`,
  ];
}

function computationOf(audit: ApiAudit | null): Check {
  const again = t('create.verifyReceipt.runningTheModelAgain');
  if (audit === null || audit.distance === null) return ['unchecked', again];
  return ['unchecked', `${again} ${measuredSentence(audit.distance)}`];
}

/** @param distance measured, as a part of the difference that is allowed */
function measuredSentence(distance: number): string {
  if (distance <= 1) return t('create.verifyReceipt.measuredPart', { distance: formatFraction(distance) });
  return distance >= Number.MAX_SAFE_INTEGER
    ? t('create.verifyReceipt.measuredCountless')
    : t('create.verifyReceipt.measuredTimes', { distance: String(Number(distance.toPrecision(3))) });
}
