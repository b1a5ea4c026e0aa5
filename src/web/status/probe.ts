import type { ApiActivity } from '#protocol/messages/api.ts';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { readActivity } from '#web/coordinator/coordinatorApi.ts';

/** What one look at a coordinator found. */
export interface Probe {
  /** Unix time of the look, in ms. */
  checkedAtMs: number;
  /** Until its whole answer was here, in ms; null where none came. */
  roundTripMs: number | null;
  /** Null from a coordinator that is away, or older than this question. */
  activity: ApiActivity | null;
}

/**
 * Looks at a coordinator once. It never fails: that nothing answers is what it finds. Whoever answers that it
 * does not know the question is there.
 */
export async function probe(url: string, read = readActivity): Promise<Probe> {
  const checkedAtMs = Date.now();
  const began = performance.now();
  const roundTrip = () => Math.round(performance.now() - began);
  try {
    const activity = await read(url);
    return { checkedAtMs, roundTripMs: roundTrip(), activity };
  } catch (error) {
    const answered = error instanceof ApiFailure && error.details.status > 0 && error.details.status < 500;
    return { checkedAtMs, roundTripMs: answered ? roundTrip() : null, activity: null };
  }
}
