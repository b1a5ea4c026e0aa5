import { z } from 'zod';
import { CodedError } from '#protocol/codedError.ts';

/**
 * Why one side of the protocol refused the other. Codes cross the network; each side makes its own sentences.
 */
export const REFUSAL_CODES = [
  // admission of a miner
  'VERSION_MISMATCH',
  'BAD_BINDING',
  'NOT_REGISTERED',
  'UNDER_STAKED',
  'JAILED',
  'RETIRED',
  'NO_COMMON_MODEL',
  'ALREADY_CONNECTED',
  'RELAY_FULL',
  // a task
  'UNKNOWN_ASSIGNMENT',
  'LEASE_OVER',
  'TASK_OVER',
  'BAD_RESULT',
  'BAD_SIGNATURE',
  'BAD_TRACE',
  'WRONG_RESULT',
  'UNCONFIRMED',
  // a vote or its evidence
  'UNKNOWN_EVIDENCE',
  'SEARCH_UNFINISHED',
  'UNKNOWN_CASE',
  'NO_SEATS',
  'WINDOW_OVER',
  'VOTE_MISMATCH',
  // a report of a wrong draw
  'NO_FAULT',
  'ACCUSED',
  'BLOCK_UNKNOWN',
  'TOO_MUCH_GAS',
  // a miner's refusal
  'WRONG_DRAW',
  'MODEL_NOT_LOADED',
  'BUSY',
  'STOPPING',
  'UNFUNDED',
  'INFERENCE_FAILED',
  // either
  'MALFORMED',
  'INTERNAL',
] as const;
export const refusalCodeSchema = z.enum(REFUSAL_CODES);
export type RefusalCode = z.infer<typeof refusalCodeSchema>;

const SENTENCES: Record<RefusalCode, string> = {
  VERSION_MISMATCH: 'The two sides speak different versions of the protocol. Reload the page to update.',
  BAD_BINDING: 'The miner key did not sign for this connection. Reload the page.',
  NOT_REGISTERED: 'This miner key is not registered in the staking contract.',
  UNDER_STAKED:
    'The stake behind this miner is below the minimum for miners. Add to the bond on the Mine page.',
  JAILED: 'This miner is jailed after a fault and gets no tasks until its owner unjails it.',
  RETIRED: 'This miner was retired by its owner.',
  NO_COMMON_MODEL: 'The miner offers no model that this coordinator serves.',
  ALREADY_CONNECTED: 'Another tab that mines with this key has taken over.',
  RELAY_FULL: 'The coordinator has no free place. The miner tries again.',
  UNKNOWN_ASSIGNMENT: 'The coordinator does not know this assignment.',
  LEASE_OVER: 'The time for this task ran out, and it went to another miner.',
  TASK_OVER: 'The task has already ended.',
  BAD_RESULT: 'The result does not have the form that the task asks for.',
  BAD_SIGNATURE: 'A signature does not match its signer.',
  BAD_TRACE: 'The trace of the work is not the one that the miner signed.',
  WRONG_RESULT: 'An audit found that the model does not give this result.',
  UNCONFIRMED: 'Audits of the result contradict each other, so it is not paid, and nobody is accused.',
  UNKNOWN_EVIDENCE: 'The coordinator does not hold this evidence.',
  SEARCH_UNFINISHED: 'The time was over before the search for the evidence had ended.',
  UNKNOWN_CASE: 'There is no such open case.',
  NO_SEATS: 'This miner has no seats on the jury.',
  WINDOW_OVER: 'The time for this vote is over.',
  VOTE_MISMATCH: 'This is not the vote that the miner sealed first.',
  NO_FAULT: 'The contract finds no fault in this assignment.',
  ACCUSED: 'A coordinator sends no report about itself.',
  BLOCK_UNKNOWN: 'The chain does not know the hash of the draw’s block any more.',
  TOO_MUCH_GAS: 'The report takes more gas than a transaction may have.',
  WRONG_DRAW: 'The assignment does not follow from the draw.',
  MODEL_NOT_LOADED: 'The miner has not loaded this model.',
  BUSY: 'The miner’s queue is full.',
  STOPPING: 'The miner is stopping.',
  UNFUNDED:
    'The coordinator’s payment channel does not hold what it owes this miner. It has to fund the channel first.',
  INFERENCE_FAILED: 'The GPU failed while running the task.',
  MALFORMED: 'The message could not be read.',
  INTERNAL: 'Something went wrong on the other side.',
};

/**
 * One plain sentence for a person.
 * @example refusalSentence('BUSY'); // 'The miner’s queue is full.'
 */
export function refusalSentence(code: RefusalCode): string {
  return SENTENCES[code];
}

/**
 * A refusal as an exception. Its message is the sentence; `detail` is for logs.
 * @example
 * throw new RefusalError('BAD_BINDING', 'expired');
 */
export class RefusalError extends CodedError<RefusalCode> {
  override readonly name = 'RefusalError';
  readonly detail: string | undefined;

  constructor(code: RefusalCode, detail?: string) {
    super(code, refusalSentence(code));
    this.detail = detail;
  }
}
