import type { Address } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import type { ReportCall } from '#chain/courts/reports/drawReports.ts';
import { TRANSACTION_GAS_CAP } from '#chain/gasHeadroom.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/**
 * Whether a report that the contract takes also fits into a transaction. One of a second with thousands of
 * votes may not: then no estimate is given, or one above what a chain allows (`TRANSACTION_GAS_CAP`).
 * @param sender who would send it
 * @throws ChainError NO_ANSWER, RATE_LIMITED, OTHER_CHAIN when the chain cannot be read
 * @example if (!(await fitsTransaction(client, call, sender))) throw new RefusalError('TOO_MUCH_GAS');
 */
export async function fitsTransaction(
  client: Pick<ReadClient, 'estimateGas'>,
  call: ReportCall,
  sender: Address,
): Promise<boolean> {
  try {
    return (await client.estimateGas({ account: sender, ...call })) <= TRANSACTION_GAS_CAP;
  } catch (cause) {
    const error = chainErrorOf(cause);
    // The node has just answered the same call: what it says of this one is about the gas.
    if (error.code === 'NO_BLOCK') return false;
    throw error;
  }
}
