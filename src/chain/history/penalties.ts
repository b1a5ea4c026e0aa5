import { type Address, encodeEventTopics, type Hex, numberToHex, parseEventLogs } from 'viem';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { disputesAbi, slasherAbi } from '#chain/generated/contracts.ts';
import { readPastLogs } from '#chain/history/pastLogs.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';

type Contracts = Pick<NetworkConfig['contracts'], 'slasher' | 'disputes' | 'juries'>;

/** One time that stake was taken from a node, from its owner and its voters alike. */
export interface Penalty {
  nodeId: bigint;
  /** Convictions jail the node as well; jurors that vote against the verdict or stay away are fined. */
  kind: 'conviction' | 'fine';
  /** Juries judge results; disputes are proved by two signatures, or by the draw. */
  court: 'juries' | 'disputes';
  /** What it was punished for, as the court names it. */
  evidence: Hex;
  /** Wei of CAI, of owner and voters together, on its way out included. */
  taken: bigint;
  /** What its court got, of the owner's loss alone, in wei. */
  paid: bigint;
  block: bigint;
  transaction: Hex;
}

/** What the guardian gave back to those who lost it. */
export interface GivenBack {
  nodeId: bigint;
  /** Wei of CAI. */
  amount: bigint;
  block: bigint;
}

export interface Penalties {
  /** Oldest first. */
  penalties: Penalty[];
  givenBack: GivenBack[];
  /** The oldest block that was looked at; 0 for all. */
  since: bigint;
}

const NAMES = ['Punished', 'Held', 'GivenBack'] as const;
const KINDS = NAMES.map((eventName) => encodeEventTopics({ abi: slasherAbi, eventName })[0]! as Hex);

/**
 * What nodes lost by their faults, as far back as the chain's node shows it.
 * @param nodeId of one node; of all if it is undefined
 * @throws ChainError as `chainErrorOf`
 * @example const { penalties } = await readPenalties(client, config.contracts, 7n);
 */
export async function readPenalties(
  client: ReadClient,
  { slasher, juries }: Contracts,
  nodeId?: bigint,
): Promise<Penalties> {
  const node = nodeId === undefined ? null : numberToHex(nodeId, { size: 32 });
  const { logs, since } = await readPastLogs(client, { address: slasher, topics: [KINDS, node] });
  const events = parseEventLogs({ abi: slasherAbi, eventName: [...NAMES], logs });
  const penalties: Penalty[] = [];
  const givenBack: GivenBack[] = [];
  for (const { eventName, args, blockNumber, transactionHash, logIndex } of events) {
    if (eventName === 'GivenBack')
      givenBack.push({ nodeId: args.nodeId, amount: args.amount, block: blockNumber });
    if (eventName !== 'Punished') continue;
    // A conviction holds what it took, right after it was taken; a fine is burned at once.
    const isHeld = events.some(
      (each) =>
        each.eventName === 'Held' &&
        each.transactionHash === transactionHash &&
        each.args.nodeId === args.nodeId &&
        each.logIndex > logIndex,
    );
    penalties.push({
      ...{ nodeId: args.nodeId, evidence: args.evidence, taken: args.taken, paid: args.paid },
      kind: isHeld ? 'conviction' : 'fine',
      court: isSame(args.court, juries) ? 'juries' : 'disputes',
      ...{ block: blockNumber, transaction: transactionHash },
    });
  }
  return { penalties, givenBack, since };
}

const isSame = (one: Address, other: Address): boolean => one.toLowerCase() === other.toLowerCase();

const BPS = 10_000n;

/** Parts of an owner's loss that are paid out, in basis points, by court. */
export interface PaidParts {
  conviction: number;
  fine: number;
  dispute: number;
}

/**
 * Reads them from both courts.
 * @throws viem's errors
 * @example const parts = await readPaidParts(client, config.contracts, await court.terms());
 */
export async function readPaidParts(
  client: ReadClient,
  { disputes }: Pick<Contracts, 'disputes'>,
  { paidBps, reporterBps }: Pick<CourtTerms, 'paidBps' | 'reporterBps'>,
): Promise<PaidParts> {
  const [dispute] = await client.readContract({
    ...{ abi: disputesAbi, address: disputes, functionName: 'faults' },
  } as const);
  return { conviction: paidBps, fine: reporterBps, dispute };
}

/**
 * What the voters lost by a penalty, in wei of CAI: what the court got is a known part of the owner's own
 * loss, and the rest of what was taken is theirs. Exact to a few thousand wei.
 * @example
 * const owners = { conviction: 5_000, fine: 1_000, dispute: 1_000 };
 * votersLoss({ taken: 100n, paid: 10n, court: 'juries', kind: 'conviction' }, owners); // 80n
 */
export function votersLoss(
  { taken, paid, court, kind }: Pick<Penalty, 'taken' | 'paid' | 'court' | 'kind'>,
  parts: PaidParts,
): bigint | undefined {
  const part = BigInt(court === 'disputes' ? parts.dispute : parts[kind]);
  if (part === 0n) return undefined;
  const owners = (paid * BPS) / part;
  return owners < taken ? taken - owners : 0n;
}
