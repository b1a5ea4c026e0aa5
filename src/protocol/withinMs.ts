/**
 * Does work under a time limit. Node 20 may collect an `AbortSignal.timeout` that only `AbortSignal.any` or a
 * request refers to, and then it never fires; this holds its timer itself.
 * @param ms the limit; afterwards the work's signal is aborted with a `TimeoutError`
 * @param outer aborts the work too, with its own reason
 * @returns what the work returns; a work that does not heed its signal is waited for all the same
 * @example await withinMs(5_000, (signal) => fetch(url, { signal }), closing);
 */
export async function withinMs<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const follow = () => over.abort(outer?.reason);
  const timer = setTimeout(() => over.abort(new DOMException('It took too long.', 'TimeoutError')), ms);
  if (outer?.aborted) follow();
  outer?.addEventListener('abort', follow, { once: true });
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', follow);
  }
}
