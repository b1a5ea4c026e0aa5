import type { GpuErrorCode } from '#miner/gpu/gpuError.ts';
import type { MinerErrorCode } from '#miner/minerError.ts';
import type { NetworkErrorCode } from '#network/networkError.ts';
import { CodedError } from '#protocol/codedError.ts';
import type { RefusalCode } from '#protocol/refusal.ts';

/** Every code that a miner's failure can have, by the part that failed. */
export type FailureCode = MinerErrorCode | GpuErrorCode | NetworkErrorCode | RefusalCode;

/** A failure as a person is shown it. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

/** Describes anything that was thrown: an error without a code of ours is INTERNAL. */
export function describeError(error: unknown): Failure {
  // Only the parts that `FailureCode` lists throw coded errors inside the miner.
  if (error instanceof CodedError) return { code: error.code as FailureCode, message: error.message };
  const message = error instanceof Error ? error.message : 'Something went wrong in the miner.';
  return { code: 'INTERNAL', message };
}
