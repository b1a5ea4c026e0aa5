import {
  type Address,
  getAbiItem,
  getAddress,
  type Hex,
  numberToHex,
  pad,
  slice,
  toEventSelector,
} from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';
import type { Channel } from '#chain/payments/channel.ts';

/**
 * Channels read with one call: a node answers it as if it deployed a contract, whose code may have 24 kB, and
 * each channel takes 288 bytes of that.
 */
export const CHANNELS_A_CALL = 50;

/** A block of the chain. */
export interface ChainPoint {
  readonly number: bigint;
  readonly hash: Hex;
}

/** Something that changed a channel. */
export interface ChannelChange {
  readonly payee: Address;
  readonly block: bigint;
}

/** One payer's channels on the chain. */
export interface ChannelSource {
  head(): Promise<ChainPoint>;
  /** @returns undefined for a block that the node lacks */
  hashAt(block: bigint): Promise<Hex | undefined>;
  /** What changed channels in these blocks, the ends included. */
  changes(from: bigint, to: bigint): Promise<ChannelChange[]>;
  /** Channels after a block, in the payees' order. */
  read(payees: readonly Address[], block: bigint): Promise<readonly Channel[]>;
}

const CHANNEL_OF = [getAbiItem({ abi: paymentsAbi, name: 'channelOf' })] as const;
/** All name payer and payee first. */
const CHANGES = (
  ['Deposited', 'Redeemed', 'WithdrawalRequested', 'WithdrawalCancelled', 'Withdrawn', 'FeesShared'] as const
).map((name) => toEventSelector(getAbiItem({ abi: paymentsAbi, name })));

/**
 * The channels of one payer, of any number of payees with a call for each CHANNELS_A_CALL.
 * @throws viem's errors, from all functions
 * @example const source = channelSource(client, config.contracts.payments, operator);
 */
export const channelSource = (client: ReadClient, payments: Address, payer: Address): ChannelSource => ({
  head: async () => {
    const { number, hash } = await client.getBlock();
    return { number, hash };
  },
  hashAt: async (blockNumber) => {
    const block = await client.getBlock({ blockNumber }).catch(() => undefined);
    return block?.hash;
  },
  changes: async (from, to) => {
    const [fromBlock, toBlock] = [numberToHex(from), numberToHex(to)];
    const filter = { address: payments, topics: [CHANGES, pad(payer)], fromBlock, toBlock };
    const logs = await client.request({ method: 'eth_getLogs', params: [filter] });
    return logs.flatMap(({ topics: [, , payee], blockNumber }) =>
      payee === undefined || blockNumber === null
        ? []
        : [{ payee: getAddress(slice(payee, 12)), block: BigInt(blockNumber) }],
    );
  },
  read: async (payees, blockNumber) => {
    const channels: Channel[] = [];
    for (let at = 0; at < payees.length; at += CHANNELS_A_CALL) {
      const call = { abi: CHANNEL_OF, address: payments, functionName: 'channelOf' } as const;
      const batch = payees.slice(at, at + CHANNELS_A_CALL);
      const contracts = batch.map((payee) => ({ ...call, args: [payer, payee] as const }));
      const options = { deployless: true, batchSize: 0, blockNumber } as const;
      channels.push(...(await client.multicall({ ...options, allowFailure: false, contracts })));
    }
    return channels;
  },
});
