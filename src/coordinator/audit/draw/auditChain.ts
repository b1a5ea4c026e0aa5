import { BlockNotFoundError, type Hex } from 'viem';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import { wantBlock } from '#chain/wantBlock.ts';
import type { FollowedRoster } from '#coordinator/scheduler/assigner.ts';
import { findCause } from '#protocol/codedError.ts';

/** The chain, as the draws need it. */
export interface AuditChain {
  /** The newest block, a second old at the most. */
  head(): Promise<number>;
  /** Whether the newest block known is the chain's, as far as can be told: if not, others know newer ones. */
  isCurrent(): boolean;
  /** Blocks behind the newest until one counts as final. */
  readonly confirmations: number;
  /** @returns undefined while the block does not exist */
  hashOf(block: number): Promise<Hex | undefined>;
  /** Has a block made where none comes by itself. @returns whether one was made */
  wantBlock(): Promise<boolean>;
}

const isNotFound = (cause: unknown): cause is BlockNotFoundError => cause instanceof BlockNotFoundError;

/** How old the newest block may be, in ms: one read serves many results. */
const HEAD_MS = 1_000;

/** The chain, as the draws of audits see it. */
export function auditChain(
  config: NetworkConfig,
  client: ReadClient,
  roster: Pick<FollowedRoster, 'epochs' | 'health'>,
): AuditChain {
  return {
    head: async () => Number(await client.getBlockNumber({ cacheTime: HEAD_MS })),
    isCurrent: () => roster.health().state === 'ok',
    confirmations: roster.epochs.confirmations,
    hashOf: async (block) => {
      try {
        return (await client.getBlock({ blockNumber: BigInt(block) })).hash;
      } catch (error) {
        if (findCause(error, isNotFound) === undefined) throw error;
        return undefined;
      }
    },
    wantBlock: async () => {
      if (!(await wantBlock(config, client))) return false;
      // `head` is to know it at once.
      await client.getBlockNumber({ cacheTime: 0 });
      return true;
    },
  };
}
