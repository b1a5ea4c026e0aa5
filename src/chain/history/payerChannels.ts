import { type Address, encodeEventTopics, getAddress, type Hex, pad, parseEventLogs, slice } from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import { type Channel, readChannel } from '#chain/payments/channel.ts';
import { readMany } from '#chain/rpc/readMany.ts';

/** Channels that are read, those with the newest deposits: each takes a request. */
const MOST_CHANNELS = 50;

/** What a payer has in channels and has paid by them. Amounts are in wei of CAI. */
export interface PayerChannels {
  /** The newest first. */
  channels: { payee: Address; channel: Channel }[];
  /** How many more there are. */
  left: number;
  /** What its payments have brought the pool of its own node, so its voters. */
  sharedWithVoters: bigint;
  /** The oldest block that was looked at: 0 for all. */
  since: bigint;
}

const topicOf = (eventName: 'Deposited' | 'FeesShared'): Hex =>
  encodeEventTopics({ abi: paymentsAbi, eventName })[0]! as Hex;

/**
 * The channels that an operator key pays from, as far back as the chain's node shows its deposits.
 * @throws ChainError as `chainErrorOf`
 * @example const { channels } = await readPayerChannels(client, config.contracts.payments, node.operator);
 */
export async function readPayerChannels(
  client: ReadClient,
  payments: Address,
  payer: Address,
): Promise<PayerChannels> {
  const topics = [[topicOf('Deposited'), topicOf('FeesShared')], pad(payer)];
  const { logs, since } = await readPastLogs(client, { address: payments, topics });
  const shared = parseEventLogs({ abi: paymentsAbi, eventName: 'FeesShared', logs });
  const deposits = logs.filter(({ topics: [kind] }) => kind === topicOf('Deposited')).reverse();
  const payees = [...new Set(deposits.map(({ topics: [, , payee] }) => getAddress(slice(payee!, 12))))];
  const channels = await readMany(payees.slice(0, MOST_CHANNELS), async (payee) => ({
    payee,
    channel: await readChannel(client, payments, payer, payee),
  }));
  return {
    ...{ channels, since, left: payees.length - channels.length },
    sharedWithVoters: shared.reduce((sum, { args }) => sum + args.toPayerPool, 0n),
  };
}
