/** How long a signature stays valid: the user must have time to read and confirm, in seconds. */
const SIGNATURE_LIFETIME_S = 3_600n;

/**
 * The deadline of a signature made now, in Unix seconds. Counts from the later of two clocks: the newest
 * block of a quiet chain may be old, and the time of a devnet may be ahead of this machine's.
 */
export function signatureDeadline(blockSeconds: bigint): bigint {
  const localSeconds = BigInt(Math.floor(Date.now() / 1_000));
  return (blockSeconds > localSeconds ? blockSeconds : localSeconds) + SIGNATURE_LIFETIME_S;
}
