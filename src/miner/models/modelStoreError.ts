import { CodedError } from '#protocol/codedError.ts';

export type ModelStoreErrorCode =
  /** The catalogue has no such model, or its manifest is another's. */
  | 'UNKNOWN_MODEL'
  /** The server does not answer, or broke off again and again. */
  | 'DOWNLOAD_FAILED'
  /** What the server gives is not what the manifest promises. */
  | 'CHECKSUM_MISMATCH'
  /** The browser gives this site no room for the model. */
  | 'NO_SPACE'
  /** The browser keeps no files for this site, as in some private windows. */
  | 'NO_STORE'
  /** Another tab or worker is writing the file. */
  | 'IN_USE'
  | 'CANCELLED';

/** An error of the model files on this device; `code` is for programs, `message` for people. */
export class ModelStoreError extends CodedError<ModelStoreErrorCode> {
  override readonly name = 'ModelStoreError';
}
