import { type Address, encodeFunctionData, type Hex } from 'viem';
import { juriesAbi } from '#chain/generated/contracts.ts';
import { t } from '#web/language/translate.ts';
import type { Network } from '#web/network/networkContext.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

/** What a case is to show. */
export interface NewExhibit {
  caseId: bigint;
  /** `evidenceHashOf` the bundle. */
  hash: Hex;
  /** A coordinator that is going to serve it. */
  coordinator: Address;
}

/**
 * Makes a bundle an exhibit of a case that runs. Nothing is sent where the case shows it already.
 * @throws TransactionFailure REVERTED where a jury has decided; ChainError; as the wallet does
 */
export async function sendExhibit(
  network: Network,
  wallet: Pick<FlowWallet, 'send'>,
  { caseId, hash, coordinator }: NewExhibit,
): Promise<void> {
  const court = courtOf(network);
  const [{ settledAt }, shown] = await Promise.all([court.readCase(caseId), court.exhibits(caseId)]);
  if (settledAt !== undefined) throw new TransactionFailure('REVERTED', t('evidence.exhibit.decided'));
  if (shown.some((each) => each.hash === hash)) return;
  const args = [caseId, { coordinator, hash }] as const;
  const data = encodeFunctionData({ abi: juriesAbi, functionName: 'exhibit', args });
  await wallet.send({ to: network.config.contracts.juries, data });
}
