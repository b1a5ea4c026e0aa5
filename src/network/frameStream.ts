import type { z } from 'zod';

/** A direct stream that carries whole messages. Each end sends when it likes; frames come in order. */
export interface FrameStream {
  /** The other side's peer id. */
  readonly peer: string;
  /**
   * Resolves when the transport has room for more.
   * @throws NetworkError TOO_LARGE, STREAM_BROKEN
   */
  send(message: unknown): Promise<void>;
  /**
   * The next message; undefined once the other side has closed. Aborting the signal loses nothing: call again.
   * @throws RefusalError MALFORMED (the stream is then aborted), NetworkError STREAM_BROKEN, the signal's reason
   */
  receive<S extends z.ZodType>(schema: S, options?: { signal?: AbortSignal }): Promise<z.output<S> | undefined>;
  /** Ends our side once everything is sent; the other side may still speak for a short while. */
  close(): Promise<void>;
  /** Ends both sides at once; calls in flight reject with STREAM_BROKEN. */
  abort(reason: Error): void;
}
