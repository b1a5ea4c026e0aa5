import type { FrameStream } from '#network/frameStream.ts';
import type { Offer } from '#protocol/messages/offer.ts';
import { HEARTBEAT_INTERVAL_S, HEARTBEAT_LIFETIME_S, type Heartbeat } from '#protocol/messages/stream.ts';

/**
 * Tells one coordinator at regular intervals, and whenever it changes, what this miner takes tasks of. Ends
 * the stream of a coordinator that is silent: its connection is dead.
 */
export class SessionHeartbeat {
  readonly #stream: Pick<FrameStream, 'send' | 'abort'>;
  readonly #takes: () => Offer[];
  readonly #timer: ReturnType<typeof setInterval>;
  #heardAt = performance.now();
  /** Beats that the coordinator has not answered. */
  #unanswered = 0;

  /** @param takes models of which the miner takes tasks now */
  constructor(stream: Pick<FrameStream, 'send' | 'abort'>, takes: () => Offer[]) {
    this.#stream = stream;
    this.#takes = takes;
    this.#timer = setInterval(() => this.#tick(), HEARTBEAT_INTERVAL_S * 1_000);
  }

  beat(): void {
    this.#unanswered += 1;
    const heartbeat: Heartbeat = { type: 'heartbeat', models: this.#takes() };
    // The session's end is noticed where it is read.
    this.#stream.send(heartbeat).catch(() => undefined);
  }

  /** The coordinator has answered a beat. @returns false when there was none to answer */
  answered(): boolean {
    this.#unanswered -= 1;
    return this.#unanswered >= 0;
  }

  /** The coordinator has said something. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (performance.now() - this.#heardAt >= HEARTBEAT_LIFETIME_S * 1_000)
      return this.#stream.abort(new Error('The coordinator is silent.'));
    this.beat();
  }
}
