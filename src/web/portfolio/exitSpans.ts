import type { StakeExit } from '#web/queries/useStake.ts';

/** An exit on a line of time, whose parts are in percent of the line. */
export interface TimedExit {
  id: bigint;
  /** Wei of CAI. */
  amount: bigint;
  /** When its cool-down began and ends, Unix seconds. */
  askedAt: number;
  readyAt: number;
  start: number;
  width: number;
}

export interface ExitSpans {
  exits: TimedExit[];
  /** Where the present is, in percent of the line. */
  now: number;
}

/**
 * Exits from when they were asked for until they can be withdrawn, on one line that the present is on too.
 * @param coolDown seconds that every exit waits
 */
export function exitSpansOf(
  exits: readonly StakeExit[],
  { coolDown, nowSeconds }: { coolDown: number; nowSeconds: number },
): ExitSpans {
  const asked = (exit: StakeExit) => exit.readyAt - coolDown;
  const from = Math.min(nowSeconds, ...exits.map(asked));
  const to = Math.max(nowSeconds, ...exits.map(({ readyAt }) => readyAt));
  const percent = (seconds: number) => (to === from ? 0 : (seconds / (to - from)) * 100);
  return {
    now: percent(nowSeconds - from),
    exits: exits.map((exit) => ({
      ...{ id: exit.id, amount: exit.amount, askedAt: asked(exit), readyAt: exit.readyAt },
      ...{ start: percent(asked(exit) - from), width: percent(coolDown) },
    })),
  };
}
