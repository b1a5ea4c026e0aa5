import { decodeErrorResult } from 'viem';
import { type ContractErrorName, contractsAbi } from '#web/transaction/failure/contractErrors.ts';
import { revertDataOf } from '#web/transaction/failure/revertData.ts';

/** The contracts' errors that say “not yet”. The last argument of each is from when on, in Unix seconds. */
const NOT_YET: readonly ContractErrorName[] = [
  ...(['ExitNotReady', 'CommissionNotDue', 'StillJailed'] as const),
  ...(['DripTooSoon', 'TooEarly', 'WithdrawalNotReady'] as const),
];

/** From when on a call that came too early will be taken, in Unix seconds; undefined for other refusals. */
export function dueTimeOf(error: unknown): bigint | undefined {
  const data = revertDataOf(error);
  if (data === undefined) return undefined;
  try {
    const { errorName, args } = decodeErrorResult({ abi: contractsAbi, data });
    if (!NOT_YET.includes(errorName as ContractErrorName)) return undefined;
    const last = (args as readonly unknown[]).at(-1);
    return typeof last === 'bigint' ? last : undefined;
  } catch {
    // Another contract's error.
    return undefined;
  }
}
