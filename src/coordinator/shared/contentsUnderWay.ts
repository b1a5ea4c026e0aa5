import type { Hex } from 'viem';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

/** The whole picture or text of a shared result. */
export interface SharedContent {
  readonly kind: TaskKind;
  readonly content: Uint8Array<ArrayBuffer>;
}

interface Held {
  readonly content: Promise<SharedContent | undefined>;
  takers: number;
}

/**
 * The contents that are being sent, each once in memory: a client that takes its answers slowly on hundreds
 * of connections would else hold as many copies of one result.
 */
export class ContentsUnderWay {
  readonly #read: (id: Hex) => Promise<SharedContent | undefined>;
  readonly #held = new Map<Hex, Held>();

  constructor(read: (id: Hex) => Promise<SharedContent | undefined>) {
    this.#read = read;
  }

  /**
   * A content for one answer. It may have been taken back since it was read for an earlier one.
   * @returns undefined where there is none; `leave` is to be called once, when the answer is over
   * @throws what `read` throws
   */
  async take(id: Hex): Promise<(SharedContent & { leave(): void }) | undefined> {
    const held = this.#held.get(id) ?? { content: this.#read(id), takers: 0 };
    this.#held.set(id, held);
    held.takers += 1;
    const leave = () => {
      held.takers -= 1;
      if (held.takers === 0 && this.#held.get(id) === held) this.#held.delete(id);
    };
    let found: SharedContent | undefined;
    try {
      found = await held.content;
    } finally {
      if (found === undefined) leave();
    }
    return found && { ...found, leave };
  }
}
