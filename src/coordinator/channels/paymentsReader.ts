import type { Address } from 'viem';
import { caiAbi } from '#chain/generated/contracts.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { type Channel, readChannel } from '#chain/payments/channel.ts';

/** Reads of one payer's CAI, and of a single channel. */
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
