import type { Logger } from 'pino';

export interface Repeated {
  /** Runs the work at once, or right after the run in progress. */
  runNow(): void;
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
  const timer = milliseconds === undefined ? undefined : setInterval(runNow, milliseconds);
  return {
    runNow,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
