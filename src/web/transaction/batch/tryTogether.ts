import { type Address, type Hex, isHex, numberToHex } from 'viem';
import { getBlockNumber } from 'viem/actions';
import { z } from 'zod';
import type { PageClient } from '#web/network/pageClient.ts';
import type { ContractCall } from '#web/transaction/batch/contractCall.ts';
import { causes } from '#web/transaction/failure/revertData.ts';
import { isChainSilent } from '#web/transaction/failure/transactionSentence.ts';

/** What `eth_simulateV1` says of the calls of one block. Revert data is in one of two places. */
const simulatedSchema = z.tuple([
  z.object({
    calls: z.array(
      z.object({
        status: z.string(),
        returnData: z.string().optional(),
        error: z.object({ data: z.unknown().optional() }).optional(),
      }),
    ),
  }),
]);

/**
 * Tries calls one after the other on the chain, so that a refusal is known before the wallet opens. A node
 * that does not know how says nothing about them; the wallet will try them too. Who pays the gas is the
 * wallet's affair: smart accounts may have it paid.
 * @returns the number of the latest block; what the calls do comes after it
 * @throws what the contract refused with; what a silent node throws
 */
export async function tryTogether(
  client: PageClient,
  account: Address,
  calls: readonly ContractCall[],
): Promise<bigint> {
  const number = await getBlockNumber(client);
  const blockStateCalls = [{ calls: calls.map(({ to, data }) => ({ from: account, to, data })) }];
  let answer: unknown;
  try {
    const params = [{ blockStateCalls }, numberToHex(number)];
    answer = await client.request({ method: 'eth_simulateV1', params } as never);
  } catch (error) {
    if (isChainSilent(error) && !isHttpAnswer(error)) throw error;
    console.debug('trying calls together', error);
    return number;
  }
  const failed = simulatedSchema.safeParse(answer).data?.[0].calls.find(({ status }) => status === '0x0');
  if (failed !== undefined)
    throw new RevertedCall(revertOf(failed.error?.data) ?? revertOf(failed.returnData));
  return number;
}

/** Gateways answer a method that they do not know, or do not sell, with an HTTP status, such as 403. */
const isHttpAnswer = (error: unknown): boolean =>
  [...causes(error)].some((cause) => 'status' in cause && typeof cause.status === 'number');

const revertOf = (data: unknown): Hex | undefined => (isHex(data) && data !== '0x' ? data : undefined);

/** A call that the chain refuses, with the refusal where nodes have it. */
class RevertedCall extends Error {
  override readonly name = 'RevertedCall';
  readonly data: Hex | undefined;

  constructor(data: Hex | undefined) {
    super('execution reverted');
    this.data = data;
  }
}
