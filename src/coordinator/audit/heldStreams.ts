import type { Hex } from 'viem';
import type { CoordinatorFrame } from '#protocol/messages/stream.ts';
import { RefusalError } from '#protocol/refusal.ts';
import type { WorkTrace } from '#protocol/trace/workTrace.ts';

/** A miner's stream on which it waits for a payment. */
export interface HeldStream {
  /** Failures are the stream's own: the miner opens another. */
  send(frame: CoordinatorFrame): Promise<void>;
  close(): Promise<void>;
  /** Breaks it off. */
  abort(): void;
}

/** A miner that does not take a frame within this time, in ms, loses its stream. */
const SEND_MS = 10_000;

interface Question {
  readonly parts: readonly number[];
  answer(trace: WorkTrace): void;
}

/** The streams of delivered results, by the digests of their assignments. */
export class HeldStreams {
  readonly #streams = new Map<Hex, HeldStream>();
  readonly #questions = new Map<Hex, Question>();
  /** Questions on each stream to which no trace has come yet, in their order, also those that are over. */
  readonly #asked = new WeakMap<HeldStream, Question[]>();

  /** A miner waits. What was asked before its last stream broke is asked again. @returns a way to leave */
  join(digest: Hex, stream: HeldStream): () => void {
    this.#streams.set(digest, stream);
    const question = this.#questions.get(digest);
    if (question !== undefined) void this.#ask(stream, question);
    return () => {
      if (this.#streams.get(digest) === stream) this.#streams.delete(digest);
    };
  }

  /**
   * A miner hands over a trace, one for each question, in their order. One that comes late is not used, nor
   * taken for the answer to a later question, which may want other parts.
   * @throws RefusalError MALFORMED when it was not asked for as many
   */
  receive(stream: HeldStream, trace: WorkTrace): void {
    const question = this.#asked.get(stream)?.shift();
    if (question === undefined) throw new RefusalError('MALFORMED', 'a trace that nobody asked for');
    question.answer(trace);
  }

  /**
   * Asks a miner for parts of its trace, now or when it is back.
   * @param termMs how long it may take, in ms
   * @param signal ends the wait too
   * @returns undefined when it did not answer in time
   */
  async trace(
    digest: Hex,
    parts: readonly number[],
    { termMs, signal }: { termMs: number; signal: AbortSignal },
  ): Promise<WorkTrace | undefined> {
    if (signal.aborted) return undefined;
    let expire: () => void = () => undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<WorkTrace | undefined>((resolve) => {
        const question = { parts, answer: resolve };
        this.#questions.set(digest, question);
        expire = () => resolve(undefined);
        // Node 20 may collect an `AbortSignal.timeout` that only `AbortSignal.any` refers to: it never fires.
        timer = setTimeout(expire, termMs);
        signal.addEventListener('abort', expire, { once: true });
        const stream = this.#streams.get(digest);
        if (stream !== undefined) void this.#ask(stream, question);
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', expire);
      this.#questions.delete(digest);
    }
  }

  /**
   * Tells a miner how its wait ends, without waiting for it: it may not read. One that is away learns it
   * when it asks.
   */
  end(digest: Hex, frame: CoordinatorFrame): void {
    const stream = this.#streams.get(digest);
    this.#streams.delete(digest);
    if (stream !== undefined) void sendInTime(stream, frame, () => stream.close());
  }

  async #ask(stream: HeldStream, question: Question): Promise<void> {
    this.#asked.set(stream, [...(this.#asked.get(stream) ?? []), question]);
    await sendInTime(stream, { type: 'wanted', parts: [...question.parts] });
  }
}

/** Sends a frame, or breaks the stream off. Never rejects: the miner opens another. */
async function sendInTime(
  stream: HeldStream,
  frame: CoordinatorFrame,
  after: () => Promise<void> = async () => undefined,
): Promise<void> {
  const late = setTimeout(() => stream.abort(), SEND_MS);
  try {
    await stream.send(frame);
    await after();
  } catch {
    stream.abort();
  } finally {
    clearTimeout(late);
  }
}
