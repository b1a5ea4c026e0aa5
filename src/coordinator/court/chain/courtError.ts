import { CodedError } from '#protocol/codedError.ts';

export type CourtErrorCode =
  /** The store of evidence holds as much as it may. */
  | 'EVIDENCE_FULL'
  /** As many copies about one result are kept as may be, and each holds more than this one. */
  | 'COPIES_ENOUGH'
  /** The case does not show such a bundle, as far as our node of the chain knows. */
  | 'NOT_EXHIBITED'
  /** The node was punished for this result before. */
  | 'ALREADY_JUDGED'
  /** The result is too old to be reported, or the window of this step is over. */
  | 'TOO_LATE'
  /** The window of this step has not begun. */
  | 'TOO_EARLY'
  /** The node is in jail, and the cap has left too little of its stake to pay a jury. */
  | 'NOTHING_TO_TAKE'
  /** The wallet does not hold the deposit of a case. */
  | 'NO_DEPOSIT'
  /** Every miner is the accused or may not sit. */
  | 'NOBODY_CAN_SIT'
  /** An earlier transaction of the operator key waits for its block. */
  | 'PENDING'
  /** The contract refuses the call for another reason. */
  | 'REFUSED';

/** Why a case could not be opened, a step of it not be taken, or a bundle not be kept. */
export class CourtError extends CodedError<CourtErrorCode> {
  override readonly name = 'CourtError';
}
