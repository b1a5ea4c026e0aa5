import { type Address, type Hex, hexToBigInt, numberToHex } from 'viem';
import { call, estimateGas } from 'viem/actions';
import { withGasHeadroom } from '#chain/gasHeadroom.ts';
import type { PageClient } from '#web/network/pageClient.ts';
import { dueTimeOf } from '#web/transaction/dueTime.ts';
import { revertDataOf } from '#web/transaction/failure/revertData.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import { isChainSilent, noGasSentence } from '#web/transaction/failure/transactionSentence.ts';

interface TriedCall {
  account: Address;
  to: Address;
  data: Hex;
}

/** The block in which a call is tried, and its time in Unix seconds where that is not the block's own. */
interface TrialBlock {
  blockTag: 'pending' | 'latest';
  time?: bigint;
}

/**
 * Offered where a node can try a call at a later time but not estimate its gas then. A withdrawal takes
 * 75,000; what is not used is not paid.
 */
const GAS_WITHOUT_ESTIMATE = 500_000n;

/**
 * Tries a call on the chain, so that a refusal is known before the wallet opens.
 * @returns the gas to send it with
 * @throws TransactionFailure NO_GAS, and what the node throws
 */
export async function preflight(client: PageClient, tried: TriedCall): Promise<bigint> {
  const block = await blockThatTakes(client, tried);
  if ((await client.getBalance({ address: tried.account })) === 0n)
    throw new TransactionFailure('NO_GAS', noGasSentence());
  const { blockTag, time } = block;
  if (time !== undefined) return gasAt(client, tried, { blockTag, time });
  return withGasHeadroom(await estimateGas(client, { ...tried, blockTag }));
}

/** The pending block has the time at which the call will run, at best. A few nodes have no pending block. */
async function blockThatTakes(client: PageClient, tried: TriedCall): Promise<TrialBlock> {
  try {
    return await takenAt(client, tried, 'pending');
  } catch (error) {
    if (revertDataOf(error) !== undefined || isChainSilent(error)) throw error;
    return takenAt(client, tried, 'latest');
  }
}

/**
 * The latest block may be old where blocks come only with transactions, and many nodes call it the pending
 * one. What was too early then and is due by now is tried again with the time of now.
 */
async function takenAt(
  client: PageClient,
  tried: TriedCall,
  blockTag: TrialBlock['blockTag'],
): Promise<TrialBlock> {
  try {
    await call(client, { ...tried, blockTag });
    return { blockTag };
  } catch (error) {
    const due = dueTimeOf(error);
    const time = BigInt(Math.floor(Date.now() / 1_000));
    if (due === undefined || due > time) throw error;
    try {
      await call(client, { ...tried, blockTag, blockOverrides: { time } });
    } catch (again) {
      // A node that does not know how says nothing about the call: the first answer stands.
      throw revertDataOf(again) === undefined && !isChainSilent(again) ? error : again;
    }
    return { blockTag, time };
  }
}

async function gasAt(
  client: PageClient,
  { account, to, data }: TriedCall,
  { blockTag, time }: Required<TrialBlock>,
): Promise<bigint> {
  try {
    const params = [{ from: account, to, data }, blockTag, {}, { time: numberToHex(time) }];
    const gas = await client.request({ method: 'eth_estimateGas', params } as never);
    return withGasHeadroom(hexToBigInt(gas as Hex));
  } catch (error) {
    if (isChainSilent(error)) throw error;
    return GAS_WITHOUT_ESTIMATE;
  }
}
