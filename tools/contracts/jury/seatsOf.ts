import { type Hex, hexToBigInt, keccak256, numberToHex } from 'viem';
import { minusLog2 } from '#protocol/draw/minusLog2.ts';

/** ln 2 with 64 fractional bits, rounded up. */
export const LN_2 = 12_786_308_645_202_655_660n;
/** A node has at most this many times the jury's target: what its owner proves on the chain is bounded. */
export const MOST_TARGETS = 2;
/** −log2 u and ln 2 have 64 fractional bits each. */
const PRODUCT_BITS = 128n;

/** One node's lot in the draw of one jury. Weights are in wei, below 2^90. */
export interface Lot {
  seed: Hex;
  nodeId: bigint;
  weight: bigint;
  /** Of all active miners one second before the case opened, without the accused's node. */
  totalWeight: bigint;
  /** Seats that the whole jury has on average. */
  target: number;
}

const wordOf = (value: bigint | number) => numberToHex(value, { size: 32 }).slice(2);

/**
 * The lot's random hash number `k`: keccak256(abi.encode(seed, nodeId, k)).
 *
 * @example
 * const hash = seatHash(seed, 7n, 0);
 */
export const seatHash = (seed: Hex, nodeId: bigint, k: number): bigint =>
  hexToBigInt(keccak256(`${seed}${wordOf(nodeId)}${wordOf(k)}`));

/**
 * How many seats a node has on a jury: Poisson(target · weight / totalWeight), as the count of a process
 * whose gaps −ln u are exponential. A sum of independent Poisson variables is a Poisson variable of the
 * summed weight, so that splitting a stake changes nothing; the cap only takes from a node of great weight.
 * Bit-equal with the contract; its golden vectors are contracts/test/vectors/sortition.json.
 * @returns 0 .. 2 · target
 *
 * @example
 * const seats = seatsOf({ seed, nodeId: 7n, weight: 3n, totalWeight: 10n, target: 24 });
 */
export function seatsOf({ seed, nodeId, weight, totalWeight, target }: Lot): number {
  const limit = (BigInt(target) * weight) << PRODUCT_BITS;
  const most = MOST_TARGETS * target;
  let logs = 0n;
  for (let seats = 0; seats < most; seats++) {
    logs += minusLog2(seatHash(seed, nodeId, seats));
    if (logs * LN_2 * totalWeight > limit) return seats;
  }
  return most;
}
