import { vi } from 'vitest';
import type { OrderRun } from '#web/create/order/orderRun.ts';
import { END, type FakeCoordinator, ORDER } from '#web/create/order/testing/fakeCoordinator.ts';

/** Lets fake time pass, and all that waited for it. @param ms none by default: what can be done at once */
export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

/** More turns than the body of any answer of the fake coordinator takes. */
const TURNS = 20;

/**
 * For the end of a test: what is under way comes to rest at a timer, which goes with the fake clock. If not,
 * it would go on by the real one, and ask the coordinators of other tests in this process.
 */
export async function comeToRest(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await pass();
  vi.unstubAllGlobals();
  vi.useRealTimers();
}

/** Sends ORDER, and lets its run come as far as it can. */
export async function started(run: OrderRun): Promise<OrderRun> {
  void run.start(ORDER);
  await pass();
  return run;
}

/** Sends the last of a task's stream, and ends it. */
export async function end({ stream }: FakeCoordinator, last = END): Promise<void> {
  stream.enqueue(last);
  stream.close();
  await pass();
}
