import type { CaseView } from '#chain/courts/courtReader.ts';
import { identityOf } from '#chain/networkConfig.ts';
import { answerScope, findAnswer } from '#miner/answers/answerStore.ts';
import { evidenceHashOf, evidenceIdOf, readEvidence } from '#protocol/court/evidence.ts';
import type { HandedBundle } from '#web/evidence/handOver.ts';
import type { Network } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';

/**
 * The bundle with which this browser can answer a case, as jurors read it.
 * @returns undefined where the result was computed elsewhere, or is not kept any more
 * @throws what the browser's store throws; RefusalError where what is kept was damaged; ChainError
 */
export async function readAnswer(
  { client, config }: Network,
  { caseId, evidence }: Pick<CaseView, 'caseId' | 'evidence'>,
): Promise<HandedBundle | undefined> {
  const bytes = await findAnswer(await answerScope(readerOf(client), config), evidence);
  if (bytes === undefined) return undefined;
  const { claim } = await readEvidence(identityOf(config), bytes);
  return evidenceIdOf(claim) === evidence ? { caseId, hash: evidenceHashOf(bytes), bytes } : undefined;
}
