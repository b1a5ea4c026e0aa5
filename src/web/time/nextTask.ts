/**
 * Ends the current task, so that the browser can paint and answer its user, and goes on in another.
 * @example for (const part of parts) { work(part); await nextTask(); }
 */
export const nextTask = (): Promise<void> =>
  'scheduler' in globalThis && 'yield' in scheduler
    ? scheduler.yield()
    : new Promise((resolve) => setTimeout(resolve));
