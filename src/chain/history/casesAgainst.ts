import { type Address, encodeEventTopics, type Hex, numberToHex, parseEventLogs } from 'viem';
import { juriesAbi } from '#chain/generated/contracts.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

const OPENED = encodeEventTopics({ abi: juriesAbi, eventName: 'Opened' })[0]! as Hex;

/**
 * The cases before juries in which a node is accused, newest first, as far back as the chain's node shows
 * them.
 * @returns their numbers, and the oldest block that was looked at; 0 for all
 * @throws ChainError as `chainErrorOf`
 * @example const { caseIds } = await readCasesAgainst(client, config.contracts.juries, 7n);
 */
export async function readCasesAgainst(
  client: ReadClient,
  juries: Address,
  nodeId: bigint,
): Promise<{ caseIds: bigint[]; since: bigint }> {
  const topics = [OPENED, null, numberToHex(nodeId, { size: 32 })];
  const { logs, since } = await readPastLogs(client, { address: juries, topics });
  const opened = parseEventLogs({ abi: juriesAbi, eventName: 'Opened', logs });
  return { caseIds: opened.map(({ args }) => args.caseId).reverse(), since };
}
