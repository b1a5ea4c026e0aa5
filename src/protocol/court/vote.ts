import { type Address, encodeAbiParameters, type Hex, keccak256, type TypedDataDomain } from 'viem';
import { z } from 'zod';
import { amountField, hashField, signatureField } from '#protocol/fields.ts';
import { isSignedBy, type OperatorSigner, SEALED_VOTE, typedData } from '#protocol/signed/typedData.ts';

/** What a juror finds, by the numbers of the contract's `Finding`. */
export const FINDING = { right: 1, wrong: 2, unavailable: 3 } as const;
export type Finding = keyof typeof FINDING;

/** A number that the contract takes: 78 digits hold a little more than a uint256. */
const idField = amountField.refine((id) => id < 2n ** 256n);

/** One jury of a case. Each appeal calls the next round. */
export const juryIdSchema = z.strictObject({
  caseId: idField,
  round: z.number().int().min(0).max(0xff),
});
export type JuryId = z.output<typeof juryIdSchema>;

/** A juror's vote, opened: `OpenedVote` of the contract. */
export const openedVoteSchema = z.strictObject({
  nodeId: idField,
  finding: z.enum(['right', 'wrong', 'unavailable']),
  /**
   * How far the juror's own result is from the reported one, in millionths of the bound; 0 for unavailable
   * evidence.
   */
  distance: amountField.refine((distance) => distance < 2n ** 64n),
  /** 32 random bytes, which keep others from guessing the vote. */
  salt: hashField,
});
export type OpenedVote = z.output<typeof openedVoteSchema>;

/** A sealed vote with its operator key's signature: `SealedVote` of the contract. */
export const sealedVoteSchema = z.strictObject({
  nodeId: idField,
  /** `sealOf` of the vote. */
  vote: hashField,
  signature: signatureField,
});
export type SealedVote = z.output<typeof sealedVoteSchema>;

/** Where juries sit: votes for one contract are not valid at another. */
export interface Court {
  chainId: number;
  juries: Address;
}

const domainOf = ({ chainId, juries }: Court): TypedDataDomain => ({
  name: 'Cuckoo Juries',
  version: '1',
  chainId,
  verifyingContract: juries,
});

const dataOf = (court: Court, jury: JuryId, nodeId: bigint, vote: Hex) =>
  typedData(domainOf(court), SEALED_VOTE, { ...jury, round: BigInt(jury.round), nodeId, vote });

/**
 * The hash that seals a vote until it is opened.
 * @example sealOf({ caseId: 1n, round: 0 }, vote) === sealed.vote;
 */
export const sealOf = ({ caseId, round }: JuryId, { nodeId, finding, distance, salt }: OpenedVote): Hex =>
  keccak256(
    encodeAbiParameters(
      [
        { type: 'uint256' },
        { type: 'uint256' },
        { type: 'uint256' },
        { type: 'uint8' },
        { type: 'uint64' },
        { type: 'bytes32' },
      ],
      [caseId, BigInt(round), nodeId, FINDING[finding], distance, salt],
    ),
  );

/**
 * Seals a vote and signs it with the node's operator key. Anybody may send it to the contract.
 * @example const sealed = await sealVote({ chainId, juries }, signer, jury, vote);
 */
export async function sealVote(
  court: Court,
  signer: OperatorSigner,
  jury: JuryId,
  opened: OpenedVote,
): Promise<SealedVote> {
  const { nodeId } = opened;
  const vote = sealOf(jury, opened);
  return { nodeId, vote, signature: await signer.signTypedData(dataOf(court, jury, nodeId, vote)) };
}

/**
 * Whether the juror's operator key signed the sealed vote.
 * @example if (!(await isVoteSigned(court, jury, sealed, operator))) throw new RefusalError('BAD_SIGNATURE');
 */
export const isVoteSigned = (
  court: Court,
  jury: JuryId,
  { nodeId, vote, signature }: SealedVote,
  operator: Address,
): Promise<boolean> => isSignedBy(dataOf(court, jury, nodeId, vote), signature, operator);
