/**
 * The first test that failed, as `path:name`, read from what forge prints; undefined if none did. The name is
 * `setUp` if the tests of a file could not begin.
 */
export function firstFailure(output: string): string | undefined {
  // Forge prints the sequence of calls between an invariant's failure and its name.
  const failure = /\[FAIL[^]*?\b(setUp|(?:test|invariant)\w*)\(/.exec(output);
  if (!failure) return undefined;
  const suites = [...output.slice(0, failure.index).matchAll(/^Ran \d+ tests? for (\S+\.sol):/gm)];
  return `${suites.at(-1)?.[1] ?? ''}:${failure[1]}`;
}
