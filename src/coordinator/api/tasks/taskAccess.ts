import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hex } from 'viem';

/**
 * Who may read a result or cancel a task. A task's id is no secret (assignments are gossiped), so it takes
 * either the client address that asked, or the key that the result's URL carries. Addresses are kept as keyed
 * hashes only.
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
