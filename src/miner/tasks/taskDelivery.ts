import type { Hex } from 'viem';
import type { TaskOutcome } from '#inference/taskOutcome.ts';
import { abortableSleep } from '#miner/abortableSleep.ts';
import { ProgressFeed } from '#miner/tasks/progressFeed.ts';
import { PAID } from '#miner/tasks/work/signedResultStore.ts';
import {
  type ComputationDeps,
  type Computed,
  compute,
  readRequest,
} from '#miner/tasks/work/taskComputation.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { NetworkError } from '#network/networkError.ts';
import { type CoordinatorFrame, coordinatorFrameSchema } from '#protocol/messages/stream.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';
import { HELD_S, UPLOAD_BYTES_PER_S } from '#protocol/task/taskLife.ts';
import type { TaskProgress } from '#protocol/task/taskProgress.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { traceLeafOf } from '#protocol/trace/traceTree.ts';
import type { WorkTrace } from '#protocol/trace/workTrace.ts';
import { withinMs } from '#protocol/withinMs.ts';

/** Pause between two attempts to reach the coordinator about one task, in ms. */
const RETRY_MS = 500;
/**
 * If the coordinator does not answer a result within this time, in ms, the stream is dropped. The result may
 * still be on its way, in buffers below us, so a large one has longer.
 */
const ANSWER_TIMEOUT_MS = 30_000;
/**
 * How long a taken result waits for its payment on one stream, in ms. A coordinator that was started again
 * has forgotten the stream, so the miner asks anew.
 */
const HOLD_TIMEOUT_MS = 60_000;
/**
 * Time for the request after the assignment, in ms, in as many streams as it takes: then the task is dropped,
 * so that its place is free. The largest request takes eleven seconds at a megabit a second.
 */
export const REQUEST_TIMEOUT_MS = 20_000;

type Delivered = Extract<Computed, { type: 'result' }> & {
  /** It was delivered before this page was loaded. */
  isEarlier?: true;
};
type Payment = Extract<CoordinatorFrame, { type: 'paid' }>;

/** How an assignment ended for this miner. */
export type DeliveryEnd =
  | { type: 'paid'; work: Delivered; payment: Payment }
  /**
   * Handed back, refused by us or ended by the coordinator.
   */
  | { type: 'refused'; by: 'us' | 'coordinator'; code: RefusalCode; detail: string }
  /** The coordinator has the result, and this miner does not wait for the payment any longer. */
  | { type: 'held' }
  /** The coordinator assigned it and did not answer when it was taken. */
  | { type: 'unanswered' }
  /**
   * Paid for earlier, and the result is not in memory: there is nothing to check the payment against.
   */
  | { type: 'paid-before'; payment: Payment };

export interface DeliveryDeps extends ComputationDeps {
  openTask(signal: AbortSignal): Promise<FrameStream>;
  onRequest(request: TaskRequest): void;
  onStart(request: TaskRequest): void;
  onProgress(progress: TaskProgress): void;
  /** The coordinator has taken the result, and the payment waits for the audit. May be called again. */
  onHeld(): void;
}

/**
 * Takes one assignment, has it computed and delivers the result. If the stream breaks or the coordinator
 * restarts, it reconnects until the assignment expires, or for `HELD_S` once the result is held, and takes
 * the task again without computing it again. A coordinator that is silent when the task is taken loses it,
 * unless the result is there.
 */
export class TaskDelivery {
  readonly #deps: DeliveryDeps;
  readonly #assignment: Assignment;
  readonly #digest: Hex;
  readonly #over = new AbortController();
  /** Ends the wait for the request. */
  readonly #silence = new AbortController();
  readonly #feed = new ProgressFeed();
  #computed: Promise<Computed> | undefined;
  #isComputed = false;
  #isHeld = false;
  #lease: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: DeliveryDeps, assignment: Assignment, digest: Hex) {
    this.#deps = deps;
    this.#assignment = assignment;
    this.#digest = digest;
  }

  /** Ends the task at its next step or token; a connected coordinator is sent the code. */
  cancel(code: RefusalCode): void {
    this.#over.abort(new RefusalError(code));
  }

  #endIn(seconds: number): void {
    clearTimeout(this.#lease);
    this.#lease = setTimeout(() => this.cancel('LEASE_OVER'), seconds * 1_000);
  }

  /** Never rejects. */
  async run(nowSeconds: number): Promise<DeliveryEnd> {
    this.#endIn(this.#assignment.expiry - nowSeconds);
    const patience = setTimeout(() => {
      if (this.#computed === undefined) this.#silence.abort(new Silence());
    }, REQUEST_TIMEOUT_MS);
    try {
      for (;;) {
        const end = await this.#attempt();
        if (end !== undefined) return end;
        if (this.#over.signal.aborted) return this.#cancelled();
        if (this.#silence.signal.aborted) return { type: 'unanswered' };
        await abortableSleep(RETRY_MS, this.#over.signal).catch(() => undefined);
      }
    } finally {
      clearTimeout(this.#lease);
      clearTimeout(patience);
      // The GPU may still be running it, as when the coordinator already had the result.
      this.cancel('TASK_OVER');
    }
  }

  /** One stream, from open to close. @returns undefined when it broke and another may be tried */
  async #attempt(): Promise<DeliveryEnd | undefined> {
    let stream: FrameStream | undefined;
    try {
      stream = await this.#deps.openTask(AbortSignal.any([this.#over.signal, this.#silence.signal]));
      const end = await this.#converse(stream);
      await stream.close();
      return end;
    } catch (error) {
      stream?.abort(error instanceof Error ? error : new Error('the attempt failed'));
      if (this.#over.signal.aborted) return this.#cancelled();
      if (error instanceof Silence && !this.#isComputed) return { type: 'unanswered' };
      if (error instanceof RefusalError) {
        return refused('coordinator', error.code, error.detail ?? error.message);
      }
      return undefined;
    }
  }

  async #converse(stream: FrameStream): Promise<DeliveryEnd> {
    await stream.send({ type: 'take', assignment: this.#digest });
    const first = await this.#request(stream);
    if (first.type === 'held') return this.#hold(stream, await this.#standing());
    if (first.type !== 'request') return this.#conclude(first);
    try {
      this.#computed ??= this.#begin(first.bytes);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      return this.#refuse(stream, error.code, error.detail ?? error.message);
    }
    const outcome = await this.#computeWhileListening(stream, this.#computed);
    if (outcome.type === 'refusal') return this.#refuse(stream, outcome.code, outcome.detail);
    if (outcome.type !== 'result') return this.#conclude(outcome);
    const { bytes, trace, signature } = outcome;
    await stream.send({ type: 'result', bytes, trace, signature });
    const uploadMs = (bytes.byteLength / UPLOAD_BYTES_PER_S) * 1_000;
    const limitMs = Math.ceil(ANSWER_TIMEOUT_MS + uploadMs);
    const answer = await withinMs(limitMs, (signal) => this.#answer(stream, signal));
    return answer.type === 'held' ? this.#hold(stream, outcome) : this.#conclude(answer, outcome);
  }

  /** Hands over what the audit wants of the trace, until the payment comes. */
  async #hold(stream: FrameStream, work: Delivered | undefined): Promise<DeliveryEnd> {
    // Audits may take longer than the assignment is valid.
    if (!this.#isHeld) this.#endIn(HELD_S);
    this.#isHeld = true;
    this.#deps.onHeld();
    for (;;) {
      const answer = (signal: AbortSignal) => this.#answer(stream, signal);
      const frame = await withinMs(HOLD_TIMEOUT_MS, answer, this.#over.signal);
      if (frame.type !== 'wanted') return this.#conclude(frame, work);
      // Without its result there is nothing to hand over, and the audit does without.
      if (work === undefined) return { type: 'held' };
      await stream.send({ type: 'trace', trace: partsOf(work.outcome.trace, frame.parts) });
    }
  }

  /** The result that was delivered, also before this tab was reloaded. */
  async #standing(): Promise<Delivered | undefined> {
    const computed = await this.#computed;
    if (computed?.type === 'result') return computed;
    const stored = await this.#deps.results.find(this.#digest, this.#assignment.expiry);
    return stored === undefined || stored === PAID
      ? undefined
      : { ...stored, type: 'result', isEarlier: true };
  }

  #begin(bytes: Uint8Array): Promise<Computed> {
    const request = readRequest(this.#deps, this.#assignment, bytes);
    this.#feed.begin(request);
    this.#deps.onRequest(request);
    const onProgress = (progress: TaskProgress) => {
      this.#feed.push(progress);
      this.#deps.onProgress(progress);
    };
    const events = { onStart: (started: TaskRequest) => this.#deps.onStart(started), onProgress };
    const task = { digest: this.#digest, assignment: this.#assignment, request };
    const computed = compute(this.#deps, task, events, this.#over.signal);
    void computed.then(({ type }) => (this.#isComputed = type === 'result'));
    return computed;
  }

  /** Resolves with what comes first: the end of the computation, or an `over` or `paid` frame. */
  async #computeWhileListening(
    stream: FrameStream,
    computed: Promise<Computed>,
  ): Promise<Computed | CoordinatorFrame> {
    const done = new AbortController();
    const stopFeeding = this.#feed.attach(stream);
    try {
      const ended = expectEnd(stream.receive(coordinatorFrameSchema, { signal: done.signal }));
      return await Promise.race([computed, ended]);
    } finally {
      done.abort(new Error('not listening any more'));
      await stopFeeding();
    }
  }

  /** What the coordinator says to `take`. @throws Silence */
  async #request(stream: FrameStream): Promise<CoordinatorFrame> {
    const again = new AbortController();
    const timer = setTimeout(() => again.abort(new Silence()), REQUEST_TIMEOUT_MS);
    try {
      const signals = [again.signal, this.#silence.signal, this.#over.signal];
      return await this.#answer(stream, AbortSignal.any(signals));
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer(stream: FrameStream, signal: AbortSignal): Promise<CoordinatorFrame> {
    const frame = await stream.receive(coordinatorFrameSchema, { signal });
    if (frame === undefined) {
      throw new NetworkError('STREAM_BROKEN', 'The coordinator closed the task stream.');
    }
    return frame;
  }

  #conclude(frame: CoordinatorFrame, work?: Delivered): DeliveryEnd | Promise<DeliveryEnd> {
    if (frame.type === 'over') return refused('coordinator', frame.code, 'ended by the coordinator');
    if (frame.type !== 'paid') throw new RefusalError('MALFORMED', `${frame.type} out of turn`);
    if (work !== undefined) return { type: 'paid', work, payment: frame };
    return this.#paidBefore(frame);
  }

  /**
   * The result was delivered over a stream that broke before `paid` arrived. It is still in memory, so the
   * payment can be checked.
   */
  async #paidBefore(payment: Payment): Promise<DeliveryEnd> {
    const work = await (this.#computed ?? Promise.resolve(undefined));
    return work?.type === 'result' ? { type: 'paid', work, payment } : { type: 'paid-before', payment };
  }

  async #refuse(stream: FrameStream, code: RefusalCode, detail: string): Promise<DeliveryEnd> {
    await stream.send({ type: 'refuse', assignment: this.#digest, code });
    return refused('us', code, detail);
  }

  #cancelled(): DeliveryEnd {
    if (this.#isHeld) return { type: 'held' };
    const { reason } = this.#over.signal;
    return refused('us', reason instanceof RefusalError ? reason.code : 'INTERNAL', 'cancelled');
  }
}

/** A coordinator's: it is connected and does not answer. */
class Silence extends Error {}

const refused = (by: 'us' | 'coordinator', code: RefusalCode, detail: string): DeliveryEnd => ({
  type: 'refused',
  by,
  code,
  detail,
});

async function expectEnd(frame: Promise<CoordinatorFrame | undefined>): Promise<CoordinatorFrame> {
  const end = await frame;
  if (end === undefined) throw new NetworkError('STREAM_BROKEN', 'The coordinator closed the task stream.');
  return end;
}

/** Of a trace, the hashes of all parts and those that are wanted; what does not exist is left out. */
function partsOf(trace: TaskOutcome['trace'], wanted: readonly number[]): WorkTrace {
  const parts = [...new Set(wanted)].filter((index) => index < trace.length);
  return {
    leaves: trace.map(traceLeafOf),
    parts: parts.map((index) => [index, trace[index]!]),
  };
}
