import type { Address } from 'viem';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readNodeInfo } from '#chain/nodeInfo.ts';
import type { RosterNode } from '#chain/roster.ts';
import { apiNetworkSchema } from '#protocol/messages/api.ts';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { boundedBody } from '#protocol/messages/boundedBody.ts';
import type { NetworkIdentity } from '#protocol/signed/typedData.ts';
import { untilAborted } from '#protocol/untilAborted.ts';
import { withinMs } from '#protocol/withinMs.ts';

/** A coordinator's current address. */
export interface CoordinatorAddress {
  name: string;
  peerId: string;
  multiaddrs: string[];
}

/** Finds a coordinator. @throws when it has published no address, or does not answer there */
export type FindCoordinator = (coordinator: RosterNode, signal: AbortSignal) => Promise<CoordinatorAddress>;

/** A coordinator that does not answer within this time, in ms, counts as away. */
const ANSWER_TIMEOUT_MS = 5_000;
/** A longer answer is refused, in bytes; a valid one has a few hundred. */
const ANSWER_BYTES = 64 * 1024;

/** Reads the API's URL from the coordinator's registration, and its relay's addresses from the API. */
export function coordinatorDirectory(client: ReadClient, network: NetworkIdentity): FindCoordinator {
  return async (coordinator, signal) => {
    const info = await readNodeInfo(client, network.staking, coordinator);
    if (info?.url === undefined) throw new Error('the coordinator has published no URL');
    const url = apiUrl(info.url, '/v1/network');
    const told = await withinMs(ANSWER_TIMEOUT_MS, (inTime) => readJson(url, inTime), signal);
    const isOurs =
      told.chain_id === network.chainId &&
      same(told.staking, network.staking) &&
      same(told.operator, coordinator.operator);
    if (!isOurs) throw new Error('the URL belongs to another coordinator or network');
    return { name: info.name, peerId: told.peer_id, multiaddrs: told.multiaddrs };
  };
}

async function readJson(url: URL, signal: AbortSignal) {
  const answer = await fetch(url, { signal });
  if (!answer.ok) {
    answer.body?.cancel().catch(() => undefined);
    throw new Error(`the coordinator answered ${answer.status}`);
  }
  const bytes = await boundedBody(answer, ANSWER_BYTES, (piece) => untilAborted(piece, signal));
  return apiNetworkSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

const same = (a: Address, b: Address): boolean => a.toLowerCase() === b.toLowerCase();
