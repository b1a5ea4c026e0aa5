/**
 * The numbers of the newest cases, the newest first.
 * @param count how many cases there are, numbered from 1
 */
export function newestCases(count: bigint, most: number): bigint[] {
  const length = count < BigInt(most) ? Number(count) : most;
  return Array.from({ length }, (_, place) => count - BigInt(place));
}
