import { CodedError } from '#protocol/codedError.ts';

export type WalletErrorCode =
  /** An earlier transaction of the operator key, or this one, is in no block yet. */
  | 'PENDING'
  /** Another transaction took its nonce: the key is used elsewhere too. */
  | 'LOST'
  /** The chain's node does not take it, as where the key has no money for gas. */
  | 'NOT_TAKEN';

/** Why a transaction of the operator key is not known to be in a block. */
export class WalletError extends CodedError<WalletErrorCode> {
  override readonly name = 'WalletError';
}
