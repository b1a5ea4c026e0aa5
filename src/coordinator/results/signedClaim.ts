import type { Address, Hex } from 'viem';
import type { ResultClaim } from '#protocol/signed/resultSignature.ts';

/** A result's claim, and who is to have signed it. */
export interface SignedClaim {
  readonly model: string;
  readonly claim: ResultClaim;
  readonly miner: Address;
  readonly signature: Hex;
}
