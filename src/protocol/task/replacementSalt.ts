import { type Hex, keccak256, slice, toHex } from 'viem';

/** Of a request's salt (`saltField`). */
export const SALT_BYTES = 16;

/**
 * The salt of the task that does a wrong one again. The rest of its request is that of the first one, so
 * whoever knows that computes this task's id as well.
 * @example const again = { ...request, salt: replacementSalt(taskId) };
 */
export const replacementSalt = (taskId: Hex): Hex =>
  slice(keccak256(toHex(`again ${taskId}`)), 0, SALT_BYTES);
