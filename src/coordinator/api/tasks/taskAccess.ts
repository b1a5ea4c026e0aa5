import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hex } from 'viem';

/**
 * Decides who may read a result or cancel a task. A task's id is not secret, because assignments are
 * gossiped, so it takes the address of the client that asked or the key in the result's URL. Addresses are
 * stored as keyed hashes only.
 */
export class TaskAccess {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  clientOf(address: string): string {
    return this.#mac(`client ${address}`);
  }

  /** A result's path with its key: anyone who has it can open it. */
  resultPath(id: Hex): string {
    return `/v1/tasks/${id}/result?key=${this.#mac(`result ${id}`)}`;
  }

  allows(task: { id: Hex; client: string }, address: string, key: string | undefined): boolean {
    if (task.client === this.clientOf(address)) return true;
    const expected = Buffer.from(this.#mac(`result ${task.id}`));
    const given = Buffer.from(key ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #mac(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('hex').slice(0, 32);
  }
}
