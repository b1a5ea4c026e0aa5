/**
 * Which blocks lotteries are drawn with. The blocks are few, so that nobody can choose among beacons; the
 * contracts convict a coordinator that drew with another one.
 */
export interface EpochRules {
  /** A lottery uses a block whose number is a multiple of this. */
  blocks: number;
  /** Blocks on top of it before it is used, so that a reorganisation seldom replaces it. */
  confirmations: number;
  /** The most that an assignment's expiry may lie after the lottery's block, in seconds. */
  assignmentSeconds: number;
}

/**
 * The newest block that a lottery may be drawn with.
 * @param head number of the chain's newest block
 * @example epochOf(100, { blocks: 30, confirmations: 5, assignmentSeconds: 1_200 }); // 90
 */
export function epochOf(head: number, { blocks, confirmations }: EpochRules): number {
  const settled = Math.max(0, head - confirmations);
  return settled - (settled % blocks);
}
