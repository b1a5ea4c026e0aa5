/** So many columns can be read beside each other. */
export const MOST_COMPARED = 4;
export const LEAST_COMPARED = 2;

/** The contract numbers nodes with 24 bits. */
const MOST_NODES = 2n ** 24n - 1n;

/** Reads the numbers of nodes as an address has them, `1,2`; what is none counts as not there. */
export function parseCompared(text: string | null): bigint[] {
  const numbers = (text ?? '').split(',').filter((part) => /^[1-9]\d{0,7}$/.test(part));
  const ids = [...new Set(numbers.map(BigInt))].filter((id) => id <= MOST_NODES);
  return ids.slice(0, MOST_COMPARED);
}
