import type { Address } from 'viem';
import { caiAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { type Channel, readChannel } from '#chain/payments/channel.ts';

/** Channels read at the same time. */
const READS_AT_ONCE = 20;

/** Reads of one payer's CAI and channels. */
export interface PaymentsReader {
  /** CAI in the payer's wallet, in wei. */
  wallet(): Promise<bigint>;
  /** The channel to `payee`. */
  channel(payee: Address): Promise<Channel>;
}

export const paymentsReader = (
  client: ReadClient,
  { contracts: { cai, payments } }: Pick<NetworkConfig, 'contracts'>,
  payer: Address,
): PaymentsReader => ({
  wallet: () => client.readContract({ abi: caiAbi, address: cai, functionName: 'balanceOf', args: [payer] }),
  channel: (payee) => readChannel(client, payments, payer, payee),
});

/** The channels to many payees. */
export async function readChannels(
  { channel }: Pick<PaymentsReader, 'channel'>,
  payees: readonly Address[],
): Promise<Map<Address, Channel>> {
  const channels = new Map<Address, Channel>();
  for (let at = 0; at < payees.length; at += READS_AT_ONCE) {
    const batch = payees.slice(at, at + READS_AT_ONCE);
    const read = await Promise.all(batch.map((payee) => channel(payee)));
    batch.forEach((payee, place) => channels.set(payee, read[place]!));
  }
  return channels;
}
