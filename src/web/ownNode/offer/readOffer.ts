import {
  type Address,
  decodeErrorResult,
  encodeEventTopics,
  type Hex,
  numberToHex,
  parseEventLogs,
  zeroAddress,
} from 'viem';
import { call } from 'viem/actions';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import type { Network } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { acceptNodeCall } from '#web/staking/stakingCalls.ts';
import { revertDataOf } from '#web/transaction/failure/revertData.ts';

/** Requests for the newest event of an offer. An older one is not found; it can be taken back anyway. */
const REQUESTS = 8;

/** To whom a node is offered. `unknown`: its last event is older than what was looked at. */
export type Offer = { state: 'none' | 'unknown' } | { state: 'offered'; to: Address };

/** Only these two events change an offer, and the contract has no view of it. @throws ChainError */
export async function readOffer({ client, config }: Network, nodeId: bigint): Promise<Offer> {
  const kinds = (['NodeOffered', 'NodeTransferred'] as const).map(
    (eventName) => encodeEventTopics({ abi: stakingAbi, eventName })[0] as Hex,
  );
  const filter = {
    address: config.contracts.staking,
    topics: [kinds, numberToHex(nodeId, { size: 32 })],
  };
  const bounds = { requests: REQUESTS, most: 1 };
  const { logs, since } = await readPastLogs(readerOf(client), filter, bounds);
  const last = parseEventLogs({ abi: stakingAbi, eventName: ['NodeOffered', 'NodeTransferred'], logs }).at(
    -1,
  );
  if (last === undefined) return { state: since === 0n ? 'none' : 'unknown' };
  if (last.eventName === 'NodeTransferred' || last.args.to === zeroAddress) return { state: 'none' };
  return { state: 'offered', to: last.args.to };
}

/** What the contract would say to a wallet that accepts a node now. */
export type Acceptance = 'ready' | 'short' | 'not-offered';

/** Asks the contract without sending anything. @throws what the node throws */
export async function readAcceptance(
  { client, config }: Network,
  { nodeId, wallet }: { nodeId: bigint; wallet: Address },
): Promise<Acceptance> {
  try {
    await call(client, { account: wallet, to: config.contracts.staking, data: acceptNodeCall(nodeId) });
    return 'ready';
  } catch (error) {
    const data = revertDataOf(error);
    if (data === undefined) throw error;
    return acceptanceOf(data);
  }
}

export function acceptanceOf(revert: Hex): Acceptance {
  try {
    const { errorName } = decodeErrorResult({ abi: stakingAbi, data: revert });
    return errorName === 'BondBelowMinimum' ? 'short' : 'not-offered';
  } catch {
    return 'not-offered';
  }
}

/**
 * The votes with which a wallet can take a node over: the role's minimum, and no less than its owner has in
 * it and on its way out. Wei of CAI.
 */
export const bondToAccept = (minimum: bigint, owner: { bond: bigint; leaving: bigint }): bigint => {
  const before = owner.bond + owner.leaving;
  return before > minimum ? before : minimum;
};
