import {
  type Address,
  encodeEventTopics,
  formatLog,
  type Hex,
  numberToHex,
  type ParseEventLogsReturnType,
  parseEventLogs,
  type RpcLog,
} from 'viem';
import { ChainError } from '#chain/chainError.ts';
import { juriesAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** Blocks in one request: most public nodes allow as many. */
const RANGE = 1_000n;
/** Requests for one case. Older events are left out, but for those of its opening. */
const MAX_RANGES = 32;

/** What happens to a case, by the contract's name of its event. */
export const CASE_EVENTS = [
  ...(['Opened', 'Exhibited', 'JuryCalled', 'JuryDrawn'] as const),
  ...(['Committed', 'Revealed', 'Settled', 'JurorsPaid'] as const),
];
export type CaseEventName = (typeof CASE_EVENTS)[number];
export type CaseEvent<N extends CaseEventName = CaseEventName> = ParseEventLogsReturnType<
  typeof juriesAbi,
  N,
  true
>[number];

/**
 * Events of one case: those of the block in which it was opened, and then the newest, the newest last.
 * @param opening that block
 * @param most how many are enough; a few more may come
 * @throws ChainError NO_BLOCK when the node shows no event of the opening; as viem does
 * @example
 * const wanted = { caseId, opening, names: ['Settled'], most: 1 };
 * const { newer } = await readCaseEvents(client, juries, wanted);
 */
export async function readCaseEvents<const N extends CaseEventName>(
  client: ReadClient,
  juries: Address,
  { caseId, opening, names, most }: { caseId: bigint; opening: bigint; names: readonly N[]; most: number },
): Promise<{ opening: CaseEvent<N>[]; newer: CaseEvent<N>[] }> {
  const kinds = names.map((eventName) => encodeEventTopics({ abi: juriesAbi, eventName })[0]! as Hex);
  const topics = [kinds, numberToHex(caseId, { size: 32 })];
  const read = async (from: bigint, to: bigint): Promise<CaseEvent<N>[]> => {
    const range = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    const raw: RpcLog[] = await client.request({
      method: 'eth_getLogs',
      params: [{ address: juries, topics, ...range }],
    });
    const logs = raw.map((log) => formatLog(log));
    return parseEventLogs({ abi: juriesAbi, eventName: names as never, logs }) as never;
  };
  const first = await read(opening, opening);
  if (first.length === 0)
    throw new ChainError('NO_BLOCK', `The chain’s node does not show the events of block ${opening}.`);
  const newer: CaseEvent<N>[] = [];
  // The dApp's client has no `getBlockNumber`.
  let { number: to } = await client.getBlock();
  for (let left = MAX_RANGES; left > 0 && to > opening && first.length + newer.length < most; left--) {
    const from = to - RANGE >= opening ? to - RANGE + 1n : opening + 1n;
    newer.unshift(...(await read(from, to)));
    to = from - 1n;
  }
  return { opening: first, newer };
}
