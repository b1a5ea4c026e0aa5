const MS_AN_HOUR = 3_600_000n;

/** Pay for an hour of uninterrupted work, in wei, when `seconds` of work paid `wei`. */
export function hourlyPay(wei: bigint, seconds: number): bigint {
  const milliseconds = BigInt(Math.max(1, Math.round(1_000 * seconds)));
  return (wei * MS_AN_HOUR) / milliseconds;
}
