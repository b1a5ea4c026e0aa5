export interface CodedErrorOptions<Details> extends ErrorOptions {
  readonly details?: Details;
}

/**
 * The base of every error that a program tells apart. `code` is for programs, `message` is a sentence for
 * people, and `details` are the facts behind both.
 *
 * @example
 * class DoorError extends CodedError<'LOCKED' | 'GONE'> {
 *   override readonly name = 'DoorError';
 * }
 * throw new DoorError('LOCKED', 'The door is locked.', { cause });
 */
export class CodedError<Code extends string = string, Details = undefined> extends Error {
  override readonly name: string = 'CodedError';
  readonly code: Code;
  readonly details: Details;

  constructor(
    code: Code,
    message: string,
    ...[options]: undefined extends Details
      ? [options?: CodedErrorOptions<Details>]
      : [options: CodedErrorOptions<Details> & { readonly details: Details }]
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options?.details as Details;
  }
}

/**
 * Walks from an error along its causes, as viem's `BaseError.walk` does.
 * @returns the first that matches, the error itself included, or undefined
 *
 * @example
 * const refusal = findCause(error, (cause) => cause instanceof RefusalError);
 */
export function findCause<T>(error: unknown, matches: (cause: unknown) => cause is T): T | undefined {
  const seen = new Set<unknown>();
  for (let cause = error; cause !== undefined && !seen.has(cause); ) {
    if (matches(cause)) return cause;
    seen.add(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return undefined;
}
