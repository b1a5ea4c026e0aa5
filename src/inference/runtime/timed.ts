/**
 * Measures how long work takes, in seconds.
 * @example
 * const { value, seconds } = await timed(() => session.run(feeds));
 */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const started = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - started) / 1_000 };
}
