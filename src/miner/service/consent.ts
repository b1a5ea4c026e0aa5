import type { Address } from 'viem';

/** The consent to a registration, signed by the miner's key. The contract defines `nonce` and `deadline`. */
export interface Consent {
  owner: Address;
  role: 1;
  deadline: bigint;
}
