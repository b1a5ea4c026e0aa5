import type { Hex } from 'viem';
import type { CoordinatorFrame } from '#protocol/messages/stream.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { WorkTrace } from '#protocol/trace/workTrace.ts';

/** A miner's stream on which it waits for a payment. */
export interface HeldStream {
  /** Failures are the stream's own: the miner opens another. */
  send(frame: CoordinatorFrame): Promise<void>;
  close(): Promise<void>;
}

interface Question {
  readonly parts: readonly number[];
  answer(trace: WorkTrace): void;
}

/** The streams of delivered results, by the digests of their assignments. */
export class HeldStreams {
  readonly #streams = new Map<Hex, HeldStream>();
  readonly #questions = new Map<Hex, Question>();

  /** A miner waits. What was asked before its last stream broke is asked again. @returns a way to leave */
  join(digest: Hex, stream: HeldStream): () => void {
    this.#streams.set(digest, stream);
    const question = this.#questions.get(digest);
    if (question !== undefined) void this.#ask(stream, question);
    return () => {
      if (this.#streams.get(digest) === stream) this.#streams.delete(digest);
    };
  }

  /** A miner hands over a trace. @throws RefusalError MALFORMED when it was not asked */
  receive(digest: Hex, trace: WorkTrace): void {
    const question = this.#questions.get(digest);
    if (question === undefined) throw new RefusalError('MALFORMED', 'a trace that nobody asked for');
    question.answer(trace);
  }

  /**
   * Asks a miner for parts of its trace, now or when it is back.
   * @param signal ends the wait
   * @returns undefined when it did not answer in time
   */
  async trace(digest: Hex, parts: readonly number[], signal: AbortSignal): Promise<WorkTrace | undefined> {
    if (signal.aborted) return undefined;
    let expire: () => void = () => undefined;
    try {
      return await new Promise<WorkTrace | undefined>((resolve) => {
        const question = { parts, answer: resolve };
        this.#questions.set(digest, question);
        expire = () => resolve(undefined);
        signal.addEventListener('abort', expire, { once: true });
        const stream = this.#streams.get(digest);
        if (stream !== undefined) void this.#ask(stream, question);
      });
    } finally {
      signal.removeEventListener('abort', expire);
      this.#questions.delete(digest);
    }
  }

  /** Tells a miner how its wait ends. One that is away learns it when it asks. */
  async end(digest: Hex, frame: CoordinatorFrame): Promise<void> {
    const stream = this.#streams.get(digest);
    this.#streams.delete(digest);
    if (stream === undefined) return;
    await stream.send(frame).catch(() => undefined);
    await stream.close().catch(() => undefined);
  }

  async #ask(stream: HeldStream, { parts }: Question): Promise<void> {
    await stream.send({ type: 'wanted', parts: [...parts] }).catch(() => undefined);
  }
}
