import type { Address, Hex } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { ContractCall } from '#web/transaction/batch/contractCall.ts';
import type { SentBatch } from '#web/transaction/batch/followBatch.ts';
import { summaryOf } from '#web/transaction/log/callSummary.ts';
import type { TransactionRecord } from '#web/transaction/log/transactionRecord.ts';

type Contracts = NetworkConfig['contracts'];

const SENT_NOW = () => ({
  ...({ state: 'pending', toldState: null, sentAt: Math.floor(Date.now() / 1_000) } as const),
});

/** A call that the wallet has just sent. */
export const recordOfCall = (
  call: ContractCall,
  { hash, account, contracts }: { hash: Hex; account: Address; contracts: Contracts },
): TransactionRecord => ({
  ...SENT_NOW(),
  ...{ id: hash, hash, account, batch: null },
  summary: summaryOf([call], contracts),
  call: { nonce: null, to: call.to, data: call.data },
});

/** Calls that the wallet has just taken to do as one. */
export const recordOfBatch = (
  calls: readonly ContractCall[],
  batch: SentBatch,
  contracts: Contracts,
): TransactionRecord => ({
  ...SENT_NOW(),
  ...{ id: batch.id, hash: null, account: batch.account, call: null },
  summary: summaryOf(calls, contracts),
  batch: { contracts: [...batch.contracts], afterBlock: String(batch.afterBlock) },
});
