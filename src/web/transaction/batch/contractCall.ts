import type { Address, Hex } from 'viem';

/** A call with its encoded data: tried on the chain first, then shown in the wallet. */
export interface ContractCall {
  to: Address;
  data: Hex;
  /** Wei of CAI that it moves, where the data name no amount: all of a stake, an exit, rewards. */
  cai?: bigint | undefined;
}

/** `ready`: once its user lets it make the account a smart one, which it asks with the first batch. */
export type Batching = 'supported' | 'ready' | 'none';
