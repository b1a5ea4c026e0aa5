/** What a transaction offers, in wei per unit of gas. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** A transaction replaces another of the same nonce if it offers so much more, in percent: geth wants 10. */
const RAISE_PERCENT = 12n;

const raised = (fee: bigint): bigint => (fee * (100n + RAISE_PERCENT)) / 100n + 1n;
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Offers what the chain asks now, but no more than the ceiling. @param ceiling wei per unit of gas */
export const firstFees = (asked: Fees, ceiling: bigint): Fees => ({
  maxFeePerGas: least(asked.maxFeePerGas, ceiling),
  maxPriorityFeePerGas: least(asked.maxPriorityFeePerGas, ceiling),
});

/**
 * What replaces a transaction: what the chain asks now, and enough more than before.
 * @param ceiling wei per unit of gas
 * @returns undefined where that would be more than the ceiling
 */
export function raisedFees(before: Fees, asked: Fees, ceiling: bigint): Fees | undefined {
  const [leastFee, leastPriority] = [raised(before.maxFeePerGas), raised(before.maxPriorityFeePerGas)];
  if (leastFee > ceiling) return undefined;
  const maxFeePerGas = least(most(leastFee, asked.maxFeePerGas), ceiling);
  const maxPriorityFeePerGas = least(most(leastPriority, asked.maxPriorityFeePerGas), maxFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas };
}
