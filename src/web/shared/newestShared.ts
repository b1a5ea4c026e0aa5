import type { ApiSharedResult } from '#protocol/task/apiShared.ts';

/** A shared result, and the coordinator that shows it. */
export interface ShownResult {
  url: string;
  result: ApiSharedResult;
}

/**
 * The newest of several coordinators' lists, each result once.
 * @example newestShared([{ url, results }], 12);
 */
export function newestShared(
  lists: readonly { url: string; results: readonly ApiSharedResult[] }[],
  most: number,
): ShownResult[] {
  const all = lists.flatMap(({ url, results }) => results.map((result) => ({ url, result })));
  all.sort((a, b) => b.result.shared_at - a.result.shared_at || b.result.id.localeCompare(a.result.id));
  const seen = new Set<string>();
  const isNew = ({ result: { id } }: ShownResult) => !seen.has(id) && seen.add(id);
  return all.filter(isNew).slice(0, most);
}
