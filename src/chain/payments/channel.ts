import type { Address } from 'viem';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import type { ReadClient } from '#chain/networkConfig.ts';

/** A payment channel from one payer to one payee, in wei of CAI. */
export interface Channel {
  /** What it holds for vouchers, including what its payer has requested to withdraw. */
  readonly balance: bigint;
  readonly withdrawing: bigint;
  /** From when that can be withdrawn, a Unix time; 0 without a request. */
  readonly readyAt: bigint;
  /** How much of the payer's vouchers was paid, fees included. */
  readonly redeemed: bigint;
  /** Of that, what is kept for voters and was not shared out yet. */
  readonly fees: bigint;
}

/** A channel before its first deposit. */
export const EMPTY_CHANNEL: Channel = { balance: 0n, withdrawing: 0n, readyAt: 0n, redeemed: 0n, fees: 0n };

/**
 * Reads a channel, at the head.
 * @throws viem's errors
 * @example
 * const channel = await readChannel(client, config.contracts.payments, coordinator, miner);
 */
export const readChannel = (
  client: Pick<ReadClient, 'readContract'>,
  payments: Address,
  payer: Address,
  payee: Address,
): Promise<Channel> =>
  client.readContract({
    ...{ abi: paymentsAbi, address: payments },
    ...{ functionName: 'channelOf', args: [payer, payee] },
  } as const);

/**
 * What a payee can count on, in wei: the rest may be withdrawn before it is redeemed.
 * @example coverOf({ ...EMPTY_CHANNEL, balance: 5n, withdrawing: 2n }); // 3n
 */
export const coverOf = ({ balance, withdrawing }: Channel): bigint =>
  balance > withdrawing ? balance - withdrawing : 0n;

/**
 * What a voucher still pays, in wei, if its channel holds enough.
 * @example owedBy({ ...EMPTY_CHANNEL, redeemed: 4n }, 10n); // 6n
 */
export const owedBy = ({ redeemed }: Channel, cumulative: bigint): bigint =>
  cumulative > redeemed ? cumulative - redeemed : 0n;

/**
 * What a voucher promises and its payee cannot count on, in wei.
 * @example uncoveredBy({ ...EMPTY_CHANNEL, balance: 4n }, 10n); // 6n
 */
export function uncoveredBy(channel: Channel, cumulative: bigint): bigint {
  const [owed, cover] = [owedBy(channel, cumulative), coverOf(channel)];
  return owed > cover ? owed - cover : 0n;
}
