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
 * Blocks in one request. Nodes limit them, each in its own way: all at once is tried first, then what many
 * public nodes allow, then what most do.
 */
const WIDTHS: readonly (bigint | undefined)[] = [undefined, 10_000n, 1_000n];
/** Requests for one history: beyond it, older logs are left out. */
const MOST_REQUESTS = 30;

export interface LogFilter {
  readonly address: Address;
  /** As eth_getLogs takes them. */
  readonly topics: readonly (Hex | readonly Hex[] | null)[];
}

/** Logs, oldest first, of all blocks from `since` on. */
export interface PastLogs {
  logs: Log[];
  /** 0 where all there ever were are read. */
  since: bigint;
}

/**
 * The logs of a contract as far back as the chain's node shows them in a few requests.
 * @throws ChainError as `chainErrorOf`, when not even the newest can be read
 * @example const { logs, since } = await readPastLogs(client, { address: slasher, topics: [punished] });
 */
export async function readPastLogs(client: ReadClient, filter: LogFilter): Promise<PastLogs> {
  let refusal: unknown;
  for (const width of WIDTHS) {
    try {
      return await readBack(client, filter, width);
    } catch (error) {
      if (!isRefusal(error)) throw chainErrorOf(error);
      refusal = error;
    }
  }
  throw chainErrorOf(refusal);
}

async function readBack(client: ReadClient, filter: LogFilter, width: bigint | undefined): Promise<PastLogs> {
  const { number: head } = await client.getBlock();
  const read = async (from: bigint, to: bigint): Promise<Log[]> => {
    const range = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    const { address, topics } = filter;
    const raw: RpcLog[] = await client.request({
      method: 'eth_getLogs',
      params: [{ address, topics: topics as Hex[], ...range }],
    });
    return raw.map((log) => formatLog(log));
  };
  const past: PastLogs = { logs: [], since: head + 1n };
  for (let left = MOST_REQUESTS; left > 0 && past.since > 0n; left--) {
    const to = past.since - 1n;
    const from = width === undefined || to < width ? 0n : to - width + 1n;
    try {
      past.logs.unshift(...(await read(from, to)));
    } catch (error) {
      // It shows the newest ones and has deleted what is older.
      if (past.since <= head && isRefusal(error)) return past;
      throw error;
    }
    past.since = from;
  }
  return past;
}

/** Whether the node is there and does not want to answer this. */
function isRefusal(error: unknown): boolean {
  if (chainErrorOf(error).code !== 'NO_ANSWER') return true;
  const status = findCause(error, (each) => each instanceof HttpRequestError)?.status ?? 0;
  return status >= 400 && status < 500;
}
