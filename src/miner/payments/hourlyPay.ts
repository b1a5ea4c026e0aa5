const MS_AN_HOUR = 3_600_000n;

/** What an hour without a pause would be paid, in wei, where `seconds` of it were paid `wei`. */
export function hourlyPay(wei: bigint, seconds: number): bigint {
  const milliseconds = BigInt(Math.max(1, Math.round(1_000 * seconds)));
  return (wei * MS_AN_HOUR) / milliseconds;
}
