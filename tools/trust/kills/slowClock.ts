/** Windows of two minutes last a quarter of an hour: enough for every restart on a busy machine. */
const SLOWNESS = 8;

/**
 * A clock that goes more slowly than time, the same in all processes of a story.
 * @param sinceMs when it was right, in ms since 1970
 * @returns ms since 1970
 */
export const slowClock = (sinceMs: number) => (): number =>
  Math.floor(sinceMs + (Date.now() - sinceMs) / SLOWNESS);
