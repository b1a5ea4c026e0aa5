import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hex } from 'viem';

/**
 * Decides who may read a result or cancel a task. A task's id is not secret, because assignments are
 * gossiped, and an address is not a person: other pages of the same browser and whole offices share it. So it
 * takes the task's key, which only the answer to the request carries. Addresses are stored as keyed hashes.
 */
export class TaskAccess {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  clientOf(address: string): string {
    return this.#mac(`client ${address}`);
  }

  /** The key of a task: whoever has it may read the result and cancel the task. */
  keyOf(id: Hex): string {
    return this.#mac(`result ${id}`);
  }

  /** A result's path with its key. */
  resultPath(id: Hex): string {
    return `/v1/tasks/${id}/result?key=${this.keyOf(id)}`;
  }

  allows(id: Hex, key: string | undefined): boolean {
    const expected = Buffer.from(this.keyOf(id));
    const given = Buffer.from(key ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #mac(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('hex').slice(0, 32);
  }
}
