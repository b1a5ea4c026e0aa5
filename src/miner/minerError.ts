export type MinerErrorCode =
  /** Another tab of this browser mines with the same key. */
  | 'ALREADY_MINING'
  /** The key cannot be forgotten, nor the models changed, while it mines. */
  | 'BUSY_MINING'
  /** The browser keeps no data for this site, or the stored key cannot be read. */
  | 'KEY_STORE'
  /** No model was asked for, or none is fit to work on this GPU. */
  | 'NO_MODEL'
  /** The chain's node does not answer. */
  | 'NO_CHAIN'
  /** The GPU is gone and could not be started again. */
  | 'GPU_LOST'
  /** A coordinator paid less than its signed assignments promised, or with a voucher that is none. */
  | 'BAD_PAYMENT'
  | 'STOPPED'
  | 'INTERNAL';

/**
 * An error of the miner itself. `code` may also be a GPU's (#miner/gpu/gpuError.ts), passed on as it came.
 */
export class MinerError extends Error {
  override readonly name = 'MinerError';
  readonly code: string;

  constructor(code: MinerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a person is shown of any failure. */
export function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
    return { code, message: error.message };
  }
  return { code: 'INTERNAL', message: 'Something went wrong in the miner.' };
}
