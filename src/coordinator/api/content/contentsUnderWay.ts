/** The whole picture, text or signed result of a task. */
export interface Content {
  readonly content: Uint8Array<ArrayBuffer>;
}

interface Held<C> {
  readonly content: Promise<C | undefined>;
  takers: number;
}

/**
 * The contents that are being sent, each once in memory: a client that takes its answers slowly on hundreds
 * of connections would else hold as many copies of one result.
 */
export class ContentsUnderWay<C extends Content> {
  readonly #held = new Map<string, Held<C>>();

  /**
   * A content for one answer. It may have been taken back since it was read for an earlier one.
   * @param name of the content, e.g. its task's id
   * @returns undefined where there is none; `leave` is to be called once, when the answer is over
   * @throws what `read` throws
   */
  async take(name: string, read: () => Promise<C | undefined>): Promise<(C & { leave(): void }) | undefined> {
    const held = this.#held.get(name) ?? { content: read(), takers: 0 };
    this.#held.set(name, held);
    held.takers += 1;
    const leave = () => {
      held.takers -= 1;
      if (held.takers === 0 && this.#held.get(name) === held) this.#held.delete(name);
    };
    let found: C | undefined;
    try {
      found = await held.content;
    } finally {
      if (found === undefined) leave();
    }
    return found && { ...found, leave };
  }
}
