import { CodedError } from '#protocol/codedError.ts';

/** A failure of a transaction that this page raises itself. Its message is a sentence. */
export class TransactionFailure extends CodedError<
  | ('REVERTED' | 'CANCELLED' | 'REPLACED' | 'NO_GAS' | 'NO_WALLET' | 'ACCOUNT_CHANGED')
  | ('NOT_SENT' | 'PARTIAL' | 'UNCLEAR')
> {
  override readonly name = 'TransactionFailure';
}
