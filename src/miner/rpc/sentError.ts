import { CodedError } from '#protocol/codedError.ts';

/** Longest chain of causes that crosses. */
const MAX_CAUSES = 5;

/** An error as plain data, on its way between two threads. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  /** Undefined for an error that has no code of ours. */
  readonly code: string | undefined;
  /** Plain data, as structured cloning takes it. */
  readonly details: unknown;
  readonly cause: SentError | undefined;
}

/** Turns whatever was thrown into plain data. */
export function encodeError(error: unknown, causesLeft = MAX_CAUSES): SentError {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error), code: undefined, details: undefined, cause: undefined };
  }
  const { code, details } = error instanceof CodedError ? error : { code: undefined, details: undefined };
  const cause =
    error.cause === undefined || causesLeft === 0 ? undefined : encodeError(error.cause, causesLeft - 1);
  return { name: error.name, message: error.message, code, details, cause };
}

/** An error with the same name, message, code, details and causes: a `CodedError` if it has a code. */
export function decodeError({ name, message, code, details, cause }: SentError): Error {
  const options = cause === undefined ? {} : { cause: decodeError(cause) };
  const error =
    code === undefined
      ? new Error(message, options)
      : new CodedError<string, unknown>(code, message, { ...options, details });
  return Object.defineProperty(error, 'name', { value: name, configurable: true });
}
