import { CodedError } from '#protocol/codedError.ts';

export type StartupErrorCode =
  | 'BAD_SETTING'
  | 'BAD_NETWORK_FILE'
  | 'BAD_KEY'
  | 'NO_MODELS'
  | 'PORT_BUSY'
  | 'CHAIN_UNREACHABLE'
  | 'WRONG_CHAIN'
  | 'NOT_A_COORDINATOR'
  | 'DATA_IN_USE'
  | 'DATA_NOT_PRIVATE'
  | 'FOREIGN_DATA'
  | 'DATABASE_UNREACHABLE';

/** Why the coordinator cannot start, in one sentence that says what to do. */
export class StartupError extends CodedError<StartupErrorCode> {
  override readonly name = 'StartupError';
}
