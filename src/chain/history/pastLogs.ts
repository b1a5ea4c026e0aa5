import {
  type Address,
  formatLog,
  type Hex,
  HttpRequestError,
  type Log,
  numberToHex,
  type RpcLog,
} from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { findCause } from '#protocol/codedError.ts';

/**
 * Blocks in one request, where a node refuses more. Nodes limit them, each in its own way: many allow as many
 * as the first for logs of one contract and few topics; every node that serves logs allows the last.
 */
const WIDTHS = [100_000n, 10_000n, 1_000n] as const;
/** Requests for one history: two that are refused, and 30 of 10,000 blocks, say. */
const REQUESTS = 32;

export interface LogFilter {
  readonly address: Address;
  /** As eth_getLogs takes them. */
  readonly topics: readonly (Hex | readonly Hex[] | null)[];
}

export interface LogBounds {
  /** The newest block to look at; the chain's newest if it is undefined. */
  to?: bigint;
  /** The oldest block to look at; the chain's first if it is undefined. */
  from?: bigint;
  /** Requests at most, refused ones included. */
  requests?: number;
  /** Logs that are enough; a few more may come. Without it, all blocks are asked for at once at first. */
  most?: number;
}

/** Logs, oldest first, of all blocks from `since` on. */
export interface PastLogs {
  logs: Log[];
  /** The oldest block that was looked at: `from`, or 0, where all are read, one above `to` where none was. */
  since: bigint;
}

/**
 * The newest logs of a contract, as far back as the chain's node shows them in a few requests: wide ranges of
 * blocks first, narrower ones where the node refuses those.
 * @throws ChainError as `chainErrorOf`, when not even the newest can be read
 * @example const { logs, since } = await readPastLogs(client, { address: slasher, topics: [punished] });
 */
export async function readPastLogs(
  client: Pick<ReadClient, 'request' | 'getBlock'>,
  filter: LogFilter,
  { to: until, from: oldest = 0n, requests = REQUESTS, most }: LogBounds = {},
): Promise<PastLogs> {
  try {
    const newest = until ?? (await client.getBlock()).number;
    const past: PastLogs = { logs: [], since: newest + 1n };
    let width: bigint = most === undefined ? past.since - oldest : WIDTHS[0];
    const wants = () => past.since > oldest && (most === undefined || past.logs.length < most);
    for (let left = requests; left > 0 && wants(); left--) {
      const to = past.since - 1n;
      const from = past.since - oldest < width ? oldest : past.since - width;
      try {
        past.logs.unshift(...(await readRange(client, filter, from, to)));
        past.since = from;
      } catch (error) {
        const narrower = WIDTHS.find((each) => each < past.since - from);
        if (!isRefusal(error)) throw error;
        if (narrower !== undefined) width = narrower;
        // It shows the newest ones and has deleted what is older.
        else if (past.since <= newest) return past;
        else throw error;
      }
    }
    return past;
  } catch (error) {
    throw chainErrorOf(error);
  }
}

async function readRange(
  client: Pick<ReadClient, 'request'>,
  { address, topics }: LogFilter,
  from: bigint,
  to: bigint,
): Promise<Log[]> {
  const range = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
  const raw: RpcLog[] = await client.request({
    method: 'eth_getLogs',
    params: [{ address, topics: topics as Hex[], ...range }],
  });
  return raw.map((log) => formatLog(log));
}

/** Whether the node is there and does not want to answer this. */
function isRefusal(error: unknown): boolean {
  if (chainErrorOf(error).code !== 'NO_ANSWER') return true;
  const status = findCause(error, (each) => each instanceof HttpRequestError)?.status ?? 0;
  return status >= 400 && status < 500;
}
