import { CodedError } from '#protocol/codedError.ts';

export type MinerErrorCode =
  /** Another tab of this browser mines with the same key. */
  | 'ALREADY_MINING'
  /** The key cannot be deleted, nor the models changed, while mining. */
  | 'BUSY_MINING'
  /** The browser keeps no data for this site, or the stored key cannot be read. */
  | 'KEY_STORE'
  /** The key that is to be imported was not opened before. */
  | 'NO_BACKUP'
  /** No model was chosen, or none can run on this GPU. */
  | 'NO_MODEL'
  /** The chain's node does not answer. */
  | 'NO_CHAIN'
  /** The GPU is gone and could not be started again. */
  | 'GPU_LOST'
  /** A coordinator paid less than its signed assignments promised, or sent an invalid voucher. */
  | 'BAD_PAYMENT'
  | 'STOPPED'
  | 'INTERNAL';

/** An error of the miner itself. */
export class MinerError extends CodedError<MinerErrorCode> {
  override readonly name = 'MinerError';
}
