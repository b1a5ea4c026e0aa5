import { CodedError } from '#protocol/codedError.ts';

/** Why a result is not computed again here. It says nothing about the result but for the last three. */
export type RerunErrorCode =
  /** Only who asked for the task has its result. */
  | 'UNSEEN'
  /** An older page kept too little of the order. */
  | 'NOT_KEPT'
  /** A reload lost the picture that it started from. */
  | 'PICTURE_LOST'
  /** The coordinator chose the salt, so whether the request here is the task's cannot be told. */
  | 'SALT_UNKNOWN'
  /** Where its coordinator has a text's token ids is unknown. */
  | 'NO_SOURCE'
  /** The site does not have the model any more. */
  | 'MODEL_UNKNOWN'
  /** The task is not the one that follows from the order, or the site has another version of the model. */
  | 'OTHER_TASK'
  /** A tab of this browser mines. */
  | 'MINING'
  /** Another result is being computed again in this browser. */
  | 'RUNNING'
  /** The picture is not the one that the receipt names. */
  | 'CHANGED_PICTURE'
  /** The miner did not sign the result for this task. */
  | 'NOT_SIGNED'
  /** The coordinator's bytes of the result are not those that the receipt names. */
  | 'OTHER_RESULT'
  /** The text that is shown is not the one that its miner signed. */
  | 'OTHER_TEXT';

/** Something other than the GPU keeps a result from being computed again. */
export class RerunError extends CodedError<RerunErrorCode> {
  override readonly name = 'RerunError';

  /** The page has the sentences (`obstacleSentence`). */
  constructor(code: RerunErrorCode) {
    super(code, code);
  }
}
