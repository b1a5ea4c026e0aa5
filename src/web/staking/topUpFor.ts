/** What has to come from the wallet, in wei of CAI, for a vote that uses idle stake first. */
export const topUpFor = (vote: bigint, idle: bigint): bigint => (vote > idle ? vote - idle : 0n);
