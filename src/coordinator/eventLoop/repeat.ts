import type { Logger } from 'pino';

export interface Repeated {
  /** Runs the work at once, or right after the run in progress. */
  runNow(): void;
  /** Runs the work so many ms after the first call of a burst, whose others share that run. */
  runWithin(milliseconds: number): void;
  /** Prevents further runs and resolves when the one in progress has ended. */
  stop(): Promise<void>;
}

/**
 * Runs some work repeatedly, never twice at once. A failure is logged and does not stop the next run.
 * @param milliseconds between the starts of two runs; without it only `runNow` runs it
 */
export function repeat(
  log: Logger,
  name: string,
  milliseconds: number | undefined,
  work: () => Promise<void>,
): Repeated {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const runs = async () => {
    while (again && !stopped) {
      again = false;
      try {
        await work();
      } catch (error) {
        log.error({ err: error }, `could not ${name}`);
      }
    }
    running = undefined;
  };
  const runNow = () => {
    again = true;
    if (!stopped) running ??= runs();
  };
  const runWithin = (pause: number) => {
    if (stopped) return;
    soon ??= setTimeout(() => {
      soon = undefined;
      runNow();
    }, pause);
  };
  const timer = milliseconds === undefined ? undefined : setInterval(runNow, milliseconds);
  return {
    runNow,
    runWithin,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      clearTimeout(soon);
      await running;
    },
  };
}
