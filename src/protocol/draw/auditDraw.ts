import { concat, type Hex, keccak256 } from 'viem';

/** Shares are compared as integers of so many bits: all that a float holds exactly. */
const BITS = 53n;

/**
 * Whether a result is drawn for an audit. The block must come after the miner's signature, so that neither
 * the miner nor its coordinator knows before. Anybody can recompute it.
 * @param blockHash hash of the draw's block
 * @param assignment digest of the assignment
 * @param share 0..1 of the results that are audited
 * @example isAuditDrawn(blockHash, digest, 0.05);
 */
export function isAuditDrawn(blockHash: Hex, assignment: Hex, share: number): boolean {
  const drawn = BigInt(keccak256(concat([blockHash, assignment]))) >> (256n - BITS);
  return Number(drawn) < share * 2 ** Number(BITS);
}
