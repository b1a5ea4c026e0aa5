/**
 * Reads again what could not be read, and nothing else.
 * @example const retry = () => retryFailed([roster, nodes]);
 */
export function retryFailed(results: readonly { isError: boolean; refetch(): Promise<unknown> }[]): void {
  for (const each of results) if (each.isError) void each.refetch();
}
