import { type Address, formatLog, type Hex, type Log, numberToHex, type RpcLog } from 'viem';
import { chainErrorOf } from '#chain/chainError.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** Blocks in the first request. Many nodes allow as many for logs of one contract and few topics. */
export const WIDEST_RANGE = 100_000n;
/** Every node that serves logs allows as many; below that, its refusal is not about the range. */
export const NARROWEST_RANGE = 1_000n;

/** What is wanted: topics as `eth_getLogs` takes them. */
export interface LogFilter {
  address: Address;
  topics: readonly (Hex | readonly Hex[] | null)[];
}

export interface LogBounds {
  /** The newest block to look at. */
  to: bigint;
  /** The oldest one. */
  from: bigint;
  /** Requests at most, refused ones included. */
  requests: number;
  /** Logs that are enough; a few more may come. */
  most: number;
}

export interface NewestLogs {
  /** The oldest first. */
  logs: Log[];
  /** The oldest block that was looked at; one above `to` if none was. */
  from: bigint;
}

/**
 * The newest logs of a filter, read backwards in ranges of blocks: wide ones first, narrower ones where the
 * node refuses those. It looks at no more than the bounds allow, and says how far it came.
 * @throws ChainError as `chainErrorOf`, when the node refuses even the narrowest range
 * @example
 * const bounds = { to: head, from: 0n, requests: 32, most: 500 };
 * const { logs, from } = await readNewestLogs(client, filter, bounds);
 */
export async function readNewestLogs(
  client: Pick<ReadClient, 'request'>,
  { address, topics }: LogFilter,
  { to: newest, from: oldest, requests, most }: LogBounds,
): Promise<NewestLogs> {
  const logs: Log[] = [];
  let width = WIDEST_RANGE;
  let to = newest;
  for (let left = requests; left > 0 && to >= oldest && logs.length < most; left--) {
    const from = to - oldest >= width ? to - width + 1n : oldest;
    const range = { fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    try {
      const params = [{ address, topics, ...range }];
      const raw = await client.request({ method: 'eth_getLogs', params } as never);
      logs.unshift(...(raw as RpcLog[]).map((log) => formatLog(log)));
      to = from - 1n;
    } catch (error) {
      const refused = to - from + 1n;
      if (refused <= NARROWEST_RANGE) throw chainErrorOf(error);
      width = refused / 10n > NARROWEST_RANGE ? refused / 10n : NARROWEST_RANGE;
    }
  }
  return { logs, from: to + 1n };
}
