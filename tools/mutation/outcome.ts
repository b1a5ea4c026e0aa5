/** What became of a mutant, or of the tests without one. */
export interface Outcome {
  readonly died: boolean;
  /** The test that failed first; empty if none did. */
  readonly by: string;
}

/**
 * Reads the outcome from vitest's exit code and output. A file whose tests cannot be read fails too, but
 * kills nothing: else every mutant would be dead in a copy that lacks a file.
 */
export function outcomeOf(code: number | null, output: string): Outcome {
  if (code === 0) return { died: false, by: '' };
  const failed = /^ *FAIL +(.+ > .+)$/m.exec(output)?.[1] ?? /Unhandled Errors/.exec(output)?.[0];
  if (failed === undefined)
    throw new Error(`The unit tests of the copy could not run:\n${output.slice(-4_000)}`);
  return { died: true, by: failed };
}
