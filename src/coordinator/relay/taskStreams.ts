import type { Logger } from 'pino';
import type { Address, Hex } from 'viem';
import type { HeldStream, HeldStreams } from '#coordinator/audit/heldStreams.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import type { Attempts } from '#coordinator/scheduler/attempts.ts';
import type { TaskChannel } from '#coordinator/scheduler/liveTask.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { type CoordinatorFrame, minerFrameSchema } from '#protocol/messages/stream.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

/** Time for a miner's first frame after it opened a stream, in ms. */
const FIRST_FRAME_TIMEOUT_MS = 10_000;

/** A take or a refusal is a tenth of it, and so is what stands around a result or a preview. */
const FIRST_FRAME_BYTES = 2_048;
const ENVELOPE_BYTES = 2_048;
/** The largest progress, a preview: what is larger is a result. */
const PROGRESS_FRAME_BYTES = TASK_LIMIT.previewBytes + ENVELOPE_BYTES;

/** The coordinator's side of the task protocol. */
export class TaskStreams {
  readonly #pool: MinerPool;
  readonly #attempts: Attempts;
  readonly #held: HeldStreams;
  readonly #log: Logger;
  readonly #uptimeMs: () => number;

  constructor(deps: {
    pool: MinerPool;
    attempts: Attempts;
    held: HeldStreams;
    log: Logger;
    uptimeMs: () => number;
  }) {
    this.#pool = deps.pool;
    this.#attempts = deps.attempts;
    this.#held = deps.held;
    this.#log = deps.log;
    this.#uptimeMs = deps.uptimeMs;
  }

  /**
   * One task stream, from the miner's first frame to the end.
   * @throws RefusalError NOT_REGISTERED, MALFORMED: the stream is then broken off
   */
  async handle(stream: FrameStream): Promise<void> {
    const session = this.#pool.ofPeer(stream.peer);
    // Task frames may be large, so only admitted miners may send them. A stranger's stream is broken off.
    if (session === undefined) throw new RefusalError('NOT_REGISTERED');
    const { operator } = session;
    if (!this.#attempts.mayOpen(operator)) throw new RefusalError('MALFORMED', 'too many streams');
    const first = await stream.receive(minerFrameSchema, {
      signal: AbortSignal.timeout(FIRST_FRAME_TIMEOUT_MS),
      maxBytes: FIRST_FRAME_BYTES,
    });
    if (first === undefined) return;
    if (first.type !== 'take' && first.type !== 'refuse')
      throw new RefusalError('MALFORMED', `${first.type} before take`);
    try {
      if (first.type === 'refuse') await this.#attempts.refuse(operator, first.assignment, first.code);
      else await this.#work(stream, operator, first.assignment);
    } catch (error) {
      if (error instanceof RefusalError) await this.#attempts.misbehaved(operator, first.assignment);
      throw error;
    }
  }

  async #work(stream: FrameStream, operator: Address, digest: Hex): Promise<void> {
    const channel: TaskChannel = {
      over: (code) => {
        send(stream, { type: 'over', code })
          .then(() => stream.close())
          .catch((error: unknown) =>
            this.#log.debug(
              { err: error, peer: stream.peer },
              'could not tell a miner that its task is over',
            ),
          );
      },
    };
    const answer = await this.#attempts.take(operator, digest, channel);
    try {
      await send(stream, answer);
      if (answer.type === 'request') await this.#follow(stream, operator, digest);
      if (answer.type === 'held') await this.#hold(stream, operator, digest);
    } finally {
      this.#attempts.streamLost(operator, digest, channel);
    }
  }

  /** Handles frames until the miner has delivered, refused or left. */
  async #follow(stream: FrameStream, operator: Address, digest: Hex): Promise<void> {
    const maxBytes = Math.max(PROGRESS_FRAME_BYTES, this.#attempts.resultBytes(digest) + ENVELOPE_BYTES);
    const onBytes = (bytes: number, frameBytes: number) => {
      this.#noteSeen(stream.peer);
      if (frameBytes > PROGRESS_FRAME_BYTES) this.#attempts.receiving(operator, digest, bytes);
    };
    for (;;) {
      const frame = await stream.receive(minerFrameSchema, { onBytes, maxBytes });
      if (frame === undefined) return;
      switch (frame.type) {
        case 'progress':
          this.#attempts.progress(operator, digest, frame.progress);
          break;
        case 'refuse':
          return this.#attempts.refuse(operator, digest, frame.code);
        case 'result': {
          const answer = await this.#attempts.deliver(operator, digest, frame);
          await send(stream, answer);
          return answer.type === 'held' ? this.#hold(stream, operator, digest) : undefined;
        }
        case 'take':
        case 'trace':
          throw new RefusalError('MALFORMED', `${frame.type} out of turn`);
      }
    }
  }

  /** The miner waits for its payment, and hands over what the audit asks for. */
  async #hold(stream: FrameStream, operator: Address, digest: Hex): Promise<void> {
    const own: HeldStream = {
      send: (frame) => send(stream, frame),
      close: () => stream.close(),
      abort: () => stream.abort(new Error('the miner does not read')),
    };
    const leave = this.#held.join(digest, own);
    try {
      // The audit may have ended before the miner began to wait.
      const answer = await this.#attempts.standing(operator, digest);
      if (answer.type !== 'held') return await send(stream, answer);
      for (;;) {
        const frame = await stream.receive(minerFrameSchema, {
          onBytes: () => this.#noteSeen(stream.peer),
          maxBytes: TASK_LIMIT.traceBytes + ENVELOPE_BYTES,
        });
        if (frame === undefined) return;
        if (frame.type !== 'trace') throw new RefusalError('MALFORMED', `${frame.type} after the result`);
        this.#held.receive(own, frame.trace);
      }
    } finally {
      leave();
    }
  }

  #noteSeen(peer: string): void {
    const session = this.#pool.ofPeer(peer);
    if (session !== undefined) session.seenAt = this.#uptimeMs();
  }
}

const send = (stream: FrameStream, frame: CoordinatorFrame): Promise<void> => stream.send(frame);
