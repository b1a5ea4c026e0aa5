import type { Logger } from 'pino';
import type { FrameStream } from '#network/frameStream.ts';
import type { SessionFrame } from '#protocol/messages/stream.ts';
import type { RefusalCode } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

/** Frames that wait for a miner to read them, at most: more than the tasks that one miner may hold. */
const MOST_UNREAD = 32;

/** What the coordinator says on a session's stream after the welcome. */
export class SessionChannel {
  readonly #stream: FrameStream;
  readonly #log: Logger;
  #unread = 0;

  constructor(stream: FrameStream, log: Logger) {
    this.#stream = stream;
    this.#log = log;
  }

  assign(assignment: Assignment): void {
    this.#sendBounded({ type: 'assigned', assignment });
  }

  /** Answers a heartbeat. */
  beat(): void {
    this.#sendBounded({ type: 'heartbeat' });
  }

  /** Tells the miner why its session ends, and ends it. */
  async dismiss(code: RefusalCode): Promise<void> {
    await this.#send({ type: 'dismissed', code });
    await this.#stream.close();
  }

  /** A miner that does not read loses its session. */
  #sendBounded(frame: SessionFrame): void {
    if (this.#unread >= MOST_UNREAD) return this.#stream.abort(new Error('The miner does not read.'));
    void this.#send(frame);
  }

  async #send(frame: SessionFrame): Promise<void> {
    this.#unread += 1;
    try {
      await this.#stream.send(frame);
    } catch (error) {
      // The session's end is noticed where it is read.
      this.#log.debug({ err: error, peer: this.#stream.peer, frame: frame.type }, 'a miner had left');
    } finally {
      this.#unread -= 1;
    }
  }
}
