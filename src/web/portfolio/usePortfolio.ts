import type { Address } from 'viem';
import type { Emission } from '#chain/emission.ts';
import type { OwnSlash } from '#chain/history/ownSlashes.ts';
import type { RosterNode } from '#chain/roster.ts';
import { nodeLabel } from '#web/components/nodeLabel.ts';
import { useOwnSlashes } from '#web/losses/useOwnSlashes.ts';
import { type Position, positionsOf } from '#web/portfolio/holdings.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useNodes } from '#web/queries/useNodes.ts';
import { useRewards } from '#web/queries/useRewards.ts';
import { useNodeInfos, useRoster } from '#web/queries/useRoster.ts';
import { IDLE_POOL, type StakeExit, useStake } from '#web/queries/useStake.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useBalances } from '#web/queries/useWallet.ts';
import { isOwnedBy } from '#web/staking/isOwnedBy.ts';
import { voteBar } from '#web/staking/nodeState.ts';
import type { Place } from '#web/staking/outcome.ts';

/** Everything that a wallet has in the staking contract, and what it can do with it. */
export interface Portfolio {
  address: Address;
  /** Wei of CAI. */
  inWallet: bigint | undefined;
  idle: bigint;
  exits: StakeExit[];
  /** Seconds. */
  coolDown: number;
  positions: Position[];
  /** What slashes took of its stake in these nodes, the newest first; none while they are not read. */
  slashes: readonly OwnSlash[];
  /** Wei of CAI by pool; 0 is idle stake. */
  rewards: ReadonlyMap<bigint, bigint>;
  emission: Emission | undefined;
  /** Unix seconds, by the chain's clock. */
  nowSeconds: number;
  /** A node as it is now; undefined while it is not read. */
  nodeOf(id: bigint): RosterNode | undefined;
  /** `node “Ann’s tab” (3)`. */
  labelOf(id: bigint): string;
  /** The node with what the wallet has in it. */
  placeOf(node: RosterNode): Place;
  /** The nodes that take votes of this wallet, the heaviest first. */
  targets: RosterNode[];
}

interface PortfolioQuery {
  portfolio: Portfolio | undefined;
  /** A part could not be read at all. */
  failed: boolean;
  retry(): void;
}

export function usePortfolio(address: Address): PortfolioQuery {
  const balances = useBalances(address);
  const stake = useStake(address);
  const votes = useVotes(address);
  const rewards = useRewards(address);
  const miners = useRoster('miner');
  const coordinators = useRoster('coordinator');
  const emission = useEmission().data;
  const nowSeconds = useChainNowSeconds();

  const rosters = [...(miners.data ?? []), ...(coordinators.data ?? [])];
  const known = new Map([...(votes.data ?? []).map(({ node }) => node), ...rosters].map((n) => [n.id, n]));
  const named = [
    ...(stake.data?.exits ?? []).flatMap(({ nodeId, target }) => [nodeId, target]),
    ...(rewards.data?.keys() ?? []),
  ];
  // Retired nodes are in no roster.
  const others = useNodes(named.filter((id) => id !== IDLE_POOL && !known.has(id)));
  const nodes = new Map([...known.values(), ...others].map((node) => [node.id, node]));
  const infos = useNodeInfos([...nodes.values()]);

  const slashes =
    useOwnSlashes(
      address,
      (votes.data ?? []).map(({ node }) => node.id),
    ).data ?? [];

  const parts = [stake, votes, rewards, miners, coordinators];
  const failed = parts.some(({ isError, data }) => isError && data === undefined);
  const retry = () => {
    for (const part of parts) if (part.isError) void part.refetch();
  };
  const ready = miners.data !== undefined && coordinators.data !== undefined;
  if (stake.data === undefined || votes.data === undefined || rewards.data === undefined || !ready)
    return { portfolio: undefined, failed, retry };

  const positions = positionsOf(votes.data, address);
  const held = new Map(positions.map(({ node, amount }) => [node.id, amount]));
  const labelOf = (id: bigint) => nodeLabel(id, infos.byId.get(id)?.name);
  const portfolio: Portfolio = {
    address,
    inWallet: balances.data?.cai,
    ...stake.data,
    ...{ positions, slashes },
    rewards: rewards.data,
    emission,
    nowSeconds,
    nodeOf: (id) => nodes.get(id),
    labelOf,
    placeOf: (node) => ({
      node,
      label: labelOf(node.id),
      held: held.get(node.id) ?? 0n,
      isOwner: isOwnedBy(node, address),
    }),
    targets: rosters.filter((node) => voteBar(node, isOwnedBy(node, address)) === null),
  };
  return { portfolio, failed, retry };
}
