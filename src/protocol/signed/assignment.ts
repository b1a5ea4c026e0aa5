import { concat, keccak256, type Address, type Hex } from 'viem';
import { z } from 'zod';
import { addressField, amountField, hashField, signatureField, unixSecondsField } from '#protocol/fields.ts';
import { lotteryRanking, lotterySeed, type Candidate } from '#protocol/draw/lottery.ts';
import { RefusalError } from '#protocol/task/refusal.ts';
import {
  ASSIGNMENT,
  isSignedBy,
  protocolDomain,
  typedData,
  typedDataDigest,
  type NetworkIdentity,
  type OperatorSigner,
} from '#protocol/signed/typedData.ts';

/** Candidates that the lottery called before the chosen one, at most; beyond it a task expires. */
export const MAX_PASSED = 1_024;

/**
 * The coordinator's signed word that a task is the miner's. `passed` lists, in the lottery's order, every candidate
 * that was called before it and could not work (away, busy, refused, lapsed): a skip is on record and can be disputed.
 */
export const assignmentSchema = z.strictObject({
  taskId: hashField,
  coordinator: addressField,
  miner: addressField,
  attempt: z.number().int().min(0).max(0xffff),
  /** The roster of this block is the lottery's; its hash is the beacon. */
  rosterBlock: z.number().int().nonnegative(),
  beacon: hashField,
  passed: z.array(addressField).max(MAX_PASSED),
  /** Wei of CAI for one unit: a denoising step, or a token. */
  unitPrice: amountField,
  expiry: unixSecondsField,
  signature: signatureField,
});
export type Assignment = z.output<typeof assignmentSchema>;
export type UnsignedAssignment = Omit<Assignment, 'signature'>;

const dataOf = (network: NetworkIdentity, assignment: UnsignedAssignment) =>
  typedData(protocolDomain(network), ASSIGNMENT, {
    taskId: assignment.taskId,
    coordinator: assignment.coordinator,
    miner: assignment.miner,
    attempt: assignment.attempt,
    rosterBlock: BigInt(assignment.rosterBlock),
    beacon: assignment.beacon,
    passed: keccak256(concat(assignment.passed)),
    unitPrice: assignment.unitPrice,
    expiry: BigInt(assignment.expiry),
  });

export async function signAssignment(
  network: NetworkIdentity,
  signer: OperatorSigner,
  assignment: UnsignedAssignment,
): Promise<Assignment> {
  return { ...assignment, signature: await signer.signTypedData(dataOf(network, assignment)) };
}

/** What names an assignment: the digest that its signature covers. */
export function assignmentDigest(network: NetworkIdentity, assignment: UnsignedAssignment): Hex {
  return typedDataDigest(dataOf(network, assignment));
}

export function isAssignmentSigned(network: NetworkIdentity, assignment: Assignment): Promise<boolean> {
  return isSignedBy(dataOf(network, assignment), assignment.signature, assignment.coordinator);
}

export interface Draw<C extends Candidate> {
  winner: C;
  /** Called before the winner, in the lottery's order. */
  passed: C[];
}

/**
 * The lottery over the whole on-chain roster: the first candidate in its order that can work.
 * @returns undefined when nobody can, or only somebody beyond MAX_PASSED
 */
export function drawMiner<C extends Candidate>(
  beacon: Hex,
  taskId: Hex,
  candidates: readonly C[],
  canWork: (candidate: C) => boolean,
): Draw<C> | undefined {
  const ranking = lotteryRanking(lotterySeed(beacon, taskId), candidates);
  const place = ranking.slice(0, MAX_PASSED + 1).findIndex(canWork);
  return place < 0 ? undefined : { winner: ranking[place]!, passed: ranking.slice(0, place) };
}

/**
 * Blocks that the beacon may lie behind the head: a coordinator that could go further back could choose among beacons,
 * and the EVM's BLOCKHASH, by which a wrong draw is proved, reaches no further.
 */
export const MAX_BEACON_AGE_BLOCKS = 256;

/** What a miner knows of the chain by itself, at the assignment's block. */
export interface ChainView {
  /** The newest block's number. */
  head: number;
  beacon: Hex;
  miners: readonly Candidate[];
  coordinators: readonly Candidate[];
}

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();

/**
 * A miner's check before it works.
 * @throws RefusalError NOT_THE_LOTTERYS, BAD_SIGNATURE or LEASE_OVER
 */
export async function checkAssignment(
  network: NetworkIdentity,
  assignment: Assignment,
  view: ChainView,
  nowSeconds: number,
): Promise<void> {
  if (assignment.expiry <= nowSeconds) throw new RefusalError('LEASE_OVER');
  if (view.head - assignment.rosterBlock > MAX_BEACON_AGE_BLOCKS) {
    throw new RefusalError('NOT_THE_LOTTERYS', 'the beacon is old');
  }
  if (assignment.beacon !== view.beacon)
    throw new RefusalError('NOT_THE_LOTTERYS', 'beacon is not the block’s hash');
  const coordinator = view.coordinators.find((node) => same(node.operator, assignment.coordinator));
  if (coordinator === undefined || coordinator.weight === 0n) {
    throw new RefusalError('NOT_THE_LOTTERYS', 'coordinator is not active on-chain');
  }
  if (!(await isAssignmentSigned(network, assignment))) throw new RefusalError('BAD_SIGNATURE');
  const ranking = lotteryRanking(lotterySeed(assignment.beacon, assignment.taskId), view.miners);
  const called = [...assignment.passed, assignment.miner];
  if (
    !called.every(
      (operator, place) => ranking[place] !== undefined && same(ranking[place].operator, operator),
    )
  ) {
    throw new RefusalError('NOT_THE_LOTTERYS', 'the lottery calls others first');
  }
}
