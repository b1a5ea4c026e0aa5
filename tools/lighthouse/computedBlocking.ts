/** An event of a browser's trace, as far as it is read here. Times in µs. */
export interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  /** What the thread computed meanwhile; less than its duration where it had to wait for a core. */
  tdur?: number;
  args: { data?: { documentLoaderURL?: string } };
}

/** A task that is longer blocks the page: Lighthouse's bound for "Total Blocking Time". */
const LONG_MS = 50;

/**
 * Lighthouse's "Total Blocking Time" by what the page's main thread computed, in ms. Lighthouse itself
 * multiplies how long tasks lasted, and on a machine whose cores are busy most of that is waiting.
 * @param slowdown how many times as slow as this machine's the simulated processor is
 * @example computedBlockingMs(artifacts.Trace.traceEvents, 'http://localhost:5173/stake', 4); // 140
 */
export function computedBlockingMs(events: readonly TraceEvent[], url: string, slowdown: number): number {
  const start = events.find(
    ({ name, args }) => name === 'navigationStart' && args.data?.documentLoaderURL === url,
  );
  if (start === undefined) throw new Error(`The trace has no navigation to ${url}.`);
  const own = events.filter(({ pid, tid }) => pid === start.pid && tid === start.tid);
  const paint = own.find(({ name, ts }) => name === 'firstContentfulPaint' && ts > start.ts);
  if (paint === undefined) throw new Error(`The trace has no paint of ${url}.`);
  return own
    .filter(({ name, ts }) => name.endsWith('RunTask') && ts > paint.ts)
    .map(({ tdur = 0 }) => (slowdown * tdur) / 1_000 - LONG_MS)
    .filter((over) => over > 0)
    .reduce((sum, over) => sum + over, 0);
}
