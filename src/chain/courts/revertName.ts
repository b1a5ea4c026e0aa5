import { type Abi, BaseError, decodeErrorResult, type Hex } from 'viem';

/** Of a revert whose error is none of the ABI. */
export const OTHER_REVERT = 'an error of another contract';

/**
 * Why a contract refused a call, from what viem threw for it.
 * @returns the name of the contract's error; undefined when nothing says that a contract refused it
 * @example
 * const refusal = await client.call(call).then(() => undefined, (error) => revertName(error, juriesAbi));
 */
export function revertName(error: unknown, abi: Abi): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const carrier = error.walk((each) => typeof (each as { data?: unknown }).data === 'string');
  if (carrier === null) return undefined;
  try {
    return decodeErrorResult({ abi, data: (carrier as unknown as { data: Hex }).data }).errorName;
  } catch {
    return OTHER_REVERT;
  }
}
