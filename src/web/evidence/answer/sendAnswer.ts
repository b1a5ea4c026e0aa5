import type { Address } from 'viem';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { readAnswer } from '#web/evidence/answer/readAnswer.ts';
import type { HandedBundle } from '#web/evidence/handOver.ts';
import { sendExhibit } from '#web/evidence/sendExhibit.ts';
import { t } from '#web/language/translate.ts';
import type { Network } from '#web/network/networkContext.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

/**
 * Answers a case with what this browser computed: its bundle becomes an exhibit, unless it is one. Any wallet
 * can send it.
 * @param answer.coordinator that is going to serve the bundle
 * @returns the bundle, to be handed over
 * @throws TransactionFailure REVERTED where nothing is kept here or a jury has decided; as `readAnswer` and
 * `sendExhibit`
 */
export async function sendAnswer(
  network: Network,
  wallet: Pick<FlowWallet, 'send'>,
  { theCase, coordinator }: { theCase: Pick<CaseView, 'caseId' | 'evidence'>; coordinator: Address },
): Promise<HandedBundle> {
  const bundle = await readAnswer(network, theCase);
  if (bundle === undefined) throw new TransactionFailure('REVERTED', t('evidence.answer.notKept'));
  await sendExhibit(network, wallet, { caseId: theCase.caseId, hash: bundle.hash, coordinator });
  return bundle;
}
