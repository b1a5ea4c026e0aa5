/** A limit that a benchmark must keep. */
export interface Bar {
  readonly what: string;
  readonly seen: number;
  /** Set `atLeast` or `atMost`. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

const DECIMALS = 2;

function isMet({ seen, atLeast = -Infinity, atMost = Infinity }: Bar): boolean {
  return seen >= atLeast && seen <= atMost;
}

/** Prints bars beside the measured values. The process exits with 1 if one is missed. */
export function printBars(bars: readonly Bar[]): void {
  const rows = bars.map((bar) => ({
    what: bar.what,
    seen: Number(bar.seen.toFixed(DECIMALS)),
    bar: bar.atLeast === undefined ? `at most ${bar.atMost}` : `at least ${bar.atLeast}`,
    met: isMet(bar) ? 'yes' : 'no',
  }));
  console.log();
  console.table(rows);
  if (!bars.every(isMet)) process.exitCode = 1;
}

/** Ends a benchmark: prints its bars, or sends them to `npm run bench` if that started it. */
export function reportBars(bars: readonly Bar[]): void {
  if (process.send) process.send(bars);
  else printBars(bars);
}
