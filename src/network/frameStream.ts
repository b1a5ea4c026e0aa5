import type { Stream } from '@libp2p/interface';
import { type ByteStream, byteStream } from '@libp2p/utils';
import type { z } from 'zod';
import { NetworkError } from '#network/networkError.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { RefusalError } from '#protocol/refusal.ts';

export interface ReceiveOptions {
  signal?: AbortSignal;
  /** A longer message is refused before it is read; by default what the stream allows. */
  maxBytes?: number;
  onBytes?: (bytes: number, frameBytes: number) => void;
}

export interface SendOptions {
  onBytes?: (bytes: number) => void;
}

/** A direct stream that carries whole messages. Either end may send at any time; frames arrive in order. */
export interface FrameStream {
  /** The other side's peer id. */
  readonly peer: string;
  /**
   * Resolves when the transport has room for more.
   * @param options.onBytes told as the transport takes bytes of a long message: how many since the last time
   * @throws NetworkError TOO_LARGE, STREAM_BROKEN
   */
  send(message: unknown, options?: SendOptions): Promise<void>;
  /**
   * The next message; undefined once the other side has closed. One call at a time. Aborting the signal loses
   * nothing: call again.
   * @param options.onBytes told as bytes of a message arrive: how many since the last time, and the message's
   *   whole length
   * @throws RefusalError MALFORMED (the stream is then aborted), NetworkError STREAM_BROKEN, the signal's
   * reason
   */
  receive<S extends z.ZodType>(schema: S, options?: ReceiveOptions): Promise<z.output<S> | undefined>;
  /** Ends our side once everything is sent; the other side may still speak for a short while. */
  close(): Promise<void>;
  /** Ends both sides at once; calls in flight reject with STREAM_BROKEN. */
  abort(reason: Error): void;
}

/** A frame is its length in bytes (big-endian, unsigned), then the CBOR. */
const HEADER_BYTES = 4;
/** A large frame is read in parts of this size, so that its reader is told how it gets on. */
const PART_BYTES = 16 * 1024;
/** A long frame is written in parts of this size, so that its sender is told how it gets on. */
const SENT_PART_BYTES = 64 * 1024;
/**
 * Bytes that may wait for a reader that has not asked for a longer frame: anybody may open a stream, and what
 * it sends waits until its reader knows who it is.
 */
const ROOM_BYTES = 1024 * 1024;
/** How long the other side may keep a stream half open after we closed our end, in ms. */
const LINGER_MS = 10_000;

/**
 * Frames over a libp2p stream. A reader that lags has at most two of the longest frames that it asked for
 * waiting for it, or a mebibyte; more ends the stream.
 * @param frameBytes largest frame that either side may send
 */
export function createFrameStream(stream: Stream, peer: string, frameBytes: number): FrameStream {
  return new Libp2pFrameStream(stream, peer, frameBytes);
}

class Libp2pFrameStream implements FrameStream {
  readonly peer: string;
  readonly #stream: Stream;
  readonly #bytes: ByteStream<Stream>;
  readonly #frameBytes: number;
  /** Length of a frame whose header was read and whose body was not. */
  #bodyBytes: number | undefined;
  /** What was read of it. */
  #parts: Uint8Array[] = [];
  /** Bytes that came and were not read, and how many there may be. */
  #waiting = 0;
  #mostWaiting: number;

  constructor(stream: Stream, peer: string, frameBytes: number) {
    this.peer = peer;
    this.#stream = stream;
    this.#frameBytes = frameBytes;
    const most = roomFor(frameBytes);
    this.#mostWaiting = Math.min(ROOM_BYTES, most);
    this.#bytes = byteStream(stream, { maxBufferSize: most });
    stream.maxReadBufferLength = most;
    stream.addEventListener('message', ({ data }) => this.#noteCame(data.byteLength));
  }

  async send(message: unknown, { onBytes }: SendOptions = {}): Promise<void> {
    const body = encodeWire(message);
    if (body.byteLength > this.#frameBytes) {
      throw new NetworkError(
        'TOO_LARGE',
        `A frame of ${body.byteLength} bytes; at most ${this.#frameBytes} are allowed.`,
      );
    }
    const frame = new Uint8Array(HEADER_BYTES + body.byteLength);
    new DataView(frame.buffer).setUint32(0, body.byteLength);
    frame.set(body, HEADER_BYTES);
    try {
      for (let at = 0; at < frame.byteLength; at += SENT_PART_BYTES) {
        const part = frame.subarray(at, at + SENT_PART_BYTES);
        await this.#bytes.write(part);
        onBytes?.(part.byteLength);
      }
    } catch (cause) {
      throw new NetworkError('STREAM_BROKEN', 'The stream ended while a frame was being sent.', { cause });
    }
  }

  async receive<S extends z.ZodType>(
    schema: S,
    options: ReceiveOptions = {},
  ): Promise<z.output<S> | undefined> {
    try {
      const frame = await this.#nextFrame(options);
      return frame === undefined ? undefined : decodeWire(schema, frame, this.#frameBytes);
    } catch (error) {
      if (error instanceof RefusalError) this.abort(error);
      throw error;
    }
  }

  async close(): Promise<void> {
    const linger = setTimeout(
      () => this.abort(new NetworkError('STREAM_BROKEN', 'Left half open.')),
      LINGER_MS,
    );
    this.#stream.addEventListener('close', () => clearTimeout(linger), { once: true });
    try {
      await this.#stream.close();
    } catch (cause) {
      // Our frames can no longer be sent, so there is nothing left to close cleanly.
      this.#stream.abort(new NetworkError('STREAM_BROKEN', 'The stream broke while closing.', { cause }));
    }
    if (this.#stream.status !== 'open') clearTimeout(linger);
  }

  abort(reason: Error): void {
    this.#stream.abort(reason);
  }

  #noteCame(bytes: number): void {
    this.#waiting += bytes;
    if (this.#waiting <= this.#mostWaiting) return;
    const reason = new NetworkError('STREAM_BROKEN', 'More came than its reader has room for.');
    // The stream is handing out what came, and must end that first.
    queueMicrotask(() => this.abort(reason));
  }

  async #nextFrame({ signal, maxBytes, onBytes }: ReceiveOptions): Promise<Uint8Array | undefined> {
    const options = signal === undefined ? {} : { signal };
    const most = Math.min(this.#frameBytes, maxBytes ?? this.#frameBytes);
    this.#mostWaiting = Math.max(this.#mostWaiting, roomFor(most));
    try {
      if (this.#bodyBytes === undefined) {
        const header = await this.#bytes.read({ bytes: HEADER_BYTES, ...options });
        this.#waiting -= HEADER_BYTES;
        this.#bodyBytes = header.getUint32(0);
      }
      if (this.#bodyBytes > most)
        throw new RefusalError('MALFORMED', `a frame of ${this.#bodyBytes} bytes, at most ${most}`);
      for (let left = this.#bodyBytes - lengthOf(this.#parts); left > 0; ) {
        signal?.throwIfAborted();
        const part = await this.#bytes.read({ bytes: Math.min(left, PART_BYTES), ...options });
        this.#parts.push(part.subarray());
        left -= part.byteLength;
        this.#waiting -= part.byteLength;
        onBytes?.(part.byteLength, this.#bodyBytes);
      }
      const body = joined(this.#parts);
      this.#parts = [];
      this.#bodyBytes = undefined;
      return body;
    } catch (cause) {
      if (cause instanceof RefusalError) throw cause;
      signal?.throwIfAborted();
      if (this.#bodyBytes === undefined && this.#wasClosed()) return undefined;
      throw new NetworkError('STREAM_BROKEN', 'The stream ended in the middle.', { cause });
    }
  }

  /** Closed cleanly by the other side, not reset, aborted or cut. */
  #wasClosed(): boolean {
    return this.#stream.remoteWriteStatus === 'closed' && !['aborted', 'reset'].includes(this.#stream.status);
  }
}

const roomFor = (frameBytes: number): number => 2 * (HEADER_BYTES + frameBytes);

const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, { byteLength }) => sum + byteLength, 0);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
