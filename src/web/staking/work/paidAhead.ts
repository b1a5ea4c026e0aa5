/**
 * What makes a node working, as the staking contract counts it: fees that its pool gets buy time, and with a
 * day ahead it works.
 */

/** A seventy-thousandth of a pool pays for a day: a ten-thousandth pays for a week. */
const POOL_PER_DAY = 70_000n;
const DAY_S = 86_400n;
/** The staking contract burns a tenth of a fee; its events tell the rest. All of the fee buys time. */
const [FEE_PARTS, SHARED_PARTS] = [10n, 9n];
/** The most that can be paid ahead, in seconds: four weeks. */
const MOST_AHEAD_S = 28n * DAY_S;
const BPS = 10_000n;

/** What a node's pool got, as the event tells it. */
export interface SharedFee {
  /** Wei of CAI, without what was burnt. */
  amount: bigint;
  /** Unix seconds. */
  at: number;
}

/**
 * The fee that pays for a day of work, in wei of CAI.
 * @param weight the node's, in wei; with what leaves it for the day ahead that makes it work
 */
export const feePerDay = (weight: bigint): bigint => weight / POOL_PER_DAY;

/**
 * For how much work fees have paid and time has not used it up yet, at the node's weight now.
 * @param fees the oldest first; two days of them are enough for a node that does not work
 * @param nowSeconds Unix time; pages know parts of a second
 * @returns wei of CAI of fees
 * @example feeAhead([{ amount: 9n, at: 0 }], { weight: 70_000n, nowSeconds: 43_200 }); // 10n
 */
export function feeAhead(
  fees: readonly SharedFee[],
  { weight, nowSeconds }: { weight: bigint; nowSeconds: number },
): bigint {
  if (weight === 0n) return 0n;
  const used = (from: number, to: number) =>
    (feePerDay(weight) * BigInt(Math.floor(Math.max(0, to - from)))) / DAY_S;
  const most = (feePerDay(weight) * MOST_AHEAD_S) / DAY_S;
  const less = (ahead: bigint, by: bigint) => (ahead > by ? ahead - by : 0n);
  let ahead = 0n;
  let then = 0;
  for (const { amount, at } of fees) {
    ahead = less(ahead, used(then, at)) + (amount * FEE_PARTS) / SHARED_PARTS;
    if (ahead > most) ahead = most;
    then = at;
  }
  return less(ahead, used(then, nowSeconds));
}

/** Which part of a payment is the fee of the payee's pool, or of the payer's, in basis points. */
export interface FeeParts {
  feeBps: number;
  payerPoolBps: number;
}

/**
 * The payments whose fee is so much, in wei of CAI.
 * @param role whose pool gets it: miners are paid, coordinators pay
 * @returns undefined where its pool gets nothing of a payment
 * @example paymentsOf(4n, 'miner', { feeBps: 500, payerPoolBps: 2_000 }); // 100n
 */
export function paymentsOf(
  fee: bigint,
  role: 'miner' | 'coordinator',
  { feeBps, payerPoolBps }: FeeParts,
): bigint | undefined {
  const part = BigInt(feeBps) * (role === 'miner' ? BPS - BigInt(payerPoolBps) : BigInt(payerPoolBps));
  return part === 0n ? undefined : (fee * BPS * BPS + part - 1n) / part;
}
