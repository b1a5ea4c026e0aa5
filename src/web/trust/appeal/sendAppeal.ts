import { encodeFunctionData } from 'viem';
import { juriesAbi } from '#chain/generated/contracts.ts';
import { t } from '#web/language/translate.ts';
import type { Network } from '#web/network/networkContext.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { sendApproved } from '#web/transaction/approval.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

/** An appeal as its terms were read. */
export interface ReadAppeal {
  caseId: bigint;
  /** The jury that is appealed. */
  round: number;
  /** In wei of CAI. */
  deposit: bigint;
}

/**
 * Calls a larger jury: approves the deposit, then appeals.
 * @throws TransactionFailure REVERTED where somebody else was first: a further appeal has other terms
 */
export async function sendAppeal(
  network: Network,
  wallet: FlowWallet,
  { caseId, round, deposit }: ReadAppeal,
): Promise<void> {
  const { juries } = network.config.contracts;
  if ((await courtOf(network).readCase(caseId)).round !== round)
    throw new TransactionFailure('REVERTED', t('trust.appealCard.somebodyWasFirst'));
  // Nobody is named: coordinators name whose seats would stay empty, until the draw.
  const data = encodeFunctionData({ abi: juriesAbi, functionName: 'appeal', args: [caseId, []] });
  await sendApproved(network, wallet, { spender: juries, wei: deposit }, { to: juries, data, cai: deposit });
}
