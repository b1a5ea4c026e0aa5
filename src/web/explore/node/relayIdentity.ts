import { type Address, isAddressEqual } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { ApiNetwork } from '#protocol/messages/api.ts';

/**
 * Whether an API speaks for the node that announces its address: anybody can announce the address of another
 * coordinator, or of one of another network.
 * @param operator the node's key, by the chain
 */
export function speaksFor(
  said: Pick<ApiNetwork, 'chain_id' | 'staking' | 'payments' | 'operator'>,
  operator: Address,
  { chainId, contracts }: Pick<NetworkConfig, 'chainId' | 'contracts'>,
): boolean {
  return (
    said.chain_id === chainId &&
    isAddressEqual(said.staking, contracts.staking) &&
    isAddressEqual(said.payments, contracts.payments) &&
    isAddressEqual(said.operator, operator)
  );
}
