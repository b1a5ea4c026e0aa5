import { CodedError } from '#protocol/codedError.ts';

export type StartupErrorCode =
  | 'BAD_SETTING'
  | 'BAD_NETWORK_FILE'
  | 'BAD_COMMAND'
  | 'BAD_KEY'
  | 'KEY_MISSING'
  | 'KEY_NOT_PRIVATE'
  | 'KEY_EXISTS'
  | 'NO_PASSPHRASE'
  | 'WRONG_PASSPHRASE'
  | 'NO_MODELS'
  | 'PORT_BUSY'
  | 'CHAIN_UNREACHABLE'
  | 'WRONG_CHAIN'
  | 'NOT_A_COORDINATOR'
  | 'DATA_IN_USE'
  | 'DATA_NOT_PRIVATE'
  | 'FOREIGN_DATA'
  | 'DATABASE_UNREACHABLE'
  | 'NO_ANSWER'
  | 'NOT_REMOVED';

/** Why the coordinator cannot start, in one sentence that says what to do. */
export class StartupError extends CodedError<StartupErrorCode> {
  override readonly name = 'StartupError';

  /** For the terminal: with the code, which scripts can look for. */
  get sentence(): string {
    return `${this.message} [${this.code}]`;
  }
}
