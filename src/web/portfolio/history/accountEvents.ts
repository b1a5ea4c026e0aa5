import { type Address, encodeEventTopics, type Hex, type Log, pad, parseEventLogs } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import { csvOf, csvTime } from '#web/csv/csv.ts';
import { exactAmount } from '#web/money/amount.ts';

/** Requests for one look into the past. A node that allows 1,000 blocks each shows half a day of them. */
const REQUESTS = 24;
/** Events in one look. */
const MOST = 500;

/** What a wallet does with its stake, by the contract's names. Each names the wallet first. */
const EVENTS = [
  ...(['Staked', 'Voted', 'Unvoted', 'VoteMoved', 'Unstaked'] as const),
  ...(['Withdrawn', 'Restaked', 'Claimed', 'Compounded'] as const),
];

export interface AccountEvent {
  name: (typeof EVENTS)[number];
  block: bigint;
  /** Unix seconds. */
  at: number;
  transaction: Hex;
  /** Empty where the event names none. */
  nodeId: string;
  /** A node or a wallet that it goes to. */
  to: string;
  /** Wei of CAI. */
  amount: bigint | undefined;
}

export interface EventPage {
  /** The oldest first. */
  events: AccountEvent[];
  /** The oldest block that was looked at. */
  from: bigint;
  to: bigint;
}

/** The newest events of a wallet up to block `to`, as far back as one look goes. @throws ChainError */
export async function readAccountEvents(
  client: Pick<ReadClient, 'request' | 'getBlock'>,
  staking: Address,
  { user, to }: { user: Address; to: bigint },
): Promise<EventPage> {
  const kinds = EVENTS.map((eventName) => encodeEventTopics({ abi: stakingAbi, eventName })[0] as Hex);
  const filter = { address: staking, topics: [kinds, pad(user)] };
  const bounds = { to, requests: REQUESTS, most: MOST };
  const { logs, since } = await readPastLogs(client, filter, bounds);
  const times = await timesOf(client, logs);
  const parsed = parseEventLogs({ abi: stakingAbi, eventName: [...EVENTS], logs });
  const events = parsed.map((log): AccountEvent => {
    const args = log.args as Partial<Record<string, bigint | Address>>;
    const target = log.eventName === 'VoteMoved' ? args.to : (args.target ?? args.to);
    return {
      name: log.eventName,
      block: log.blockNumber!,
      at: times.get(log.blockNumber!) ?? 0,
      transaction: log.transactionHash!,
      nodeId: String(args.nodeId ?? args.from ?? ''),
      to: String(target ?? ''),
      amount: args.amount as bigint | undefined,
    };
  });
  return { events, from: since, to };
}

/** When the logs' blocks were made. Newer nodes say so in the log, others are asked. */
async function timesOf(
  client: Pick<ReadClient, 'getBlock'>,
  logs: readonly Log[],
): Promise<Map<bigint, number>> {
  const times = new Map<bigint, number>();
  for (const { blockNumber, blockTimestamp } of logs)
    if (blockNumber !== null && blockTimestamp != null) times.set(blockNumber, Number(blockTimestamp));
  const blocks = new Set(logs.flatMap(({ blockNumber }) => blockNumber ?? []));
  const unknown = [...blocks].filter((block) => !times.has(block));
  const read = await readMany(unknown, (blockNumber) => client.getBlock({ blockNumber }));
  for (const { number, timestamp } of read) times.set(number, Number(timestamp));
  return times;
}

const COLUMNS = ['time', 'block', 'transaction', 'event', 'node_id', 'to', 'amount_cai'];

/** @param pages the newest first, as they were read */
export const eventsCsv = (pages: readonly EventPage[]): string =>
  csvOf(
    COLUMNS,
    [...pages]
      .reverse()
      .flatMap(({ events }) => events)
      .map(({ at, block, transaction, name, nodeId, to, amount }) => [
        ...[csvTime(at), String(block), transaction, name, nodeId, to],
        amount === undefined ? '' : exactAmount(amount),
      ]),
  );
