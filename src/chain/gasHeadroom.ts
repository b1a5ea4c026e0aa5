import type { Client, EstimateGasParameters, PrepareTransactionRequestParameters } from 'viem';
import { estimateGas } from 'viem/actions';

/**
 * Gas to offer, in percent of the estimate. The estimate is for the newest block's timestamp: a later block
 * also books the rewards since then, which takes several first writes to storage. Unused gas is not paid.
 */
const GAS_HEADROOM_PERCENT = 160n;

/**
 * EIP-7825: a chain refuses a transaction that offers more gas than this, whatever it would use. Base and
 * Ethereum do; where a call is estimated above it, the chain has another limit.
 */
export const TRANSACTION_GAS_CAP = 2n ** 24n;

/**
 * Gas to offer for a call that was estimated at `estimate`, both in units of gas.
 * @example withGasHeadroom(100_000n); // 160000n
 */
export function withGasHeadroom(estimate: bigint): bigint {
  const offer = (estimate * GAS_HEADROOM_PERCENT) / 100n;
  return offer > TRANSACTION_GAS_CAP && estimate <= TRANSACTION_GAS_CAP ? TRANSACTION_GAS_CAP : offer;
}

/**
 * A chain's hook that fills in the gas of a request which names none.
 * @example
 * const chain = defineChain({ ...devnet, prepareTransactionRequest: offerGas });
 */
export async function offerGas(
  request: PrepareTransactionRequestParameters,
  { client }: { client: Client },
): Promise<PrepareTransactionRequestParameters> {
  // viem also calls this hook for the estimate itself, which does not ask for gas.
  if (request.gas !== undefined || !request.parameters?.includes('gas')) return request;
  const call = { ...request, prepare: [] } as EstimateGasParameters;
  return { ...request, gas: withGasHeadroom(await estimateGas(client, call)) };
}
