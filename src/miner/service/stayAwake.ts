/**
 * Browsers freeze busy tabs that are hidden for minutes, workers included, unless others wait for a lock that
 * the tab holds. So the page holds a lock of its own, and waits for it a second time.
 * @returns the way to let go
 */
export function stayAwake(): () => void {
  const name = `cuckoo-awake-${crypto.randomUUID()}`;
  const waiting = new AbortController();
  const ignoreEnd = (error: unknown) => {
    if (!waiting.signal.aborted) throw error;
  };
  void navigator.locks.request(
    name,
    () =>
      new Promise<void>((resolve) =>
        waiting.signal.addEventListener('abort', () => resolve(), { once: true }),
      ),
  );
  navigator.locks.request(name, { signal: waiting.signal }, () => undefined).catch(ignoreEnd);
  return () => waiting.abort();
}
