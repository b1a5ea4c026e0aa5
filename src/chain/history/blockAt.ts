import type { ReadClient } from '#chain/networkConfig.ts';

interface Mined {
  number: bigint;
  /** Unix seconds. */
  at: bigint;
}

export interface BlockSearch {
  /** So much older than asked for may the block be, in seconds. */
  tolerance: bigint;
}

/**
 * The newest block that was mined at a time or before, or one that is a little older. Blocks come in even
 * steps on most chains, so it is looked for where it would be then, and each second time in the middle.
 * @param seconds Unix time
 * @returns undefined where the chain is younger
 * @throws viem's errors
 * @example const block = await readBlockAt(client, 1_800_000_000n, { tolerance: 600n });
 */
export async function readBlockAt(
  client: Pick<ReadClient, 'getBlock'>,
  seconds: bigint,
  { tolerance }: BlockSearch,
): Promise<bigint | undefined> {
  const mined = async (blockNumber?: bigint): Promise<Mined> => {
    const { number, timestamp } = await client.getBlock(blockNumber === undefined ? {} : { blockNumber });
    // What was asked for counts: a node that answers with another block would be asked for ever.
    return { number: blockNumber ?? number!, at: timestamp };
  };
  let [low, high] = await Promise.all([mined(0n), mined()]);
  if (low.at > seconds) return undefined;
  if (high.at <= seconds) return high.number;
  for (let step = 0; high.number - low.number > 1n && seconds - low.at > tolerance; step++) {
    const width = high.number - low.number;
    const even = low.number + (width * (seconds - low.at)) / (high.at - low.at);
    const middle = low.number + width / 2n;
    // Uneven steps would lead to the goal in tiny ones.
    const guess = step % 2 === 1 ? middle : even > low.number ? even : low.number + 1n;
    const found = await mined(guess);
    if (found.at <= seconds) low = found;
    else high = found;
  }
  return low.number;
}
