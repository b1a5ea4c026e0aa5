/**
 * Most candidates that an assignment may skip; a task for which more would be skipped expires. Pages need
 * this and no lottery.
 */
export const MAX_PASSED = 1_024;
