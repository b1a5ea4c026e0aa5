import type { Tensor } from 'onnxruntime-web';
import type { DecoderRows } from '#inference/decoder/decoderRows.ts';
import type { TimedRunner } from '#inference/decoder/timedRunner.ts';
import type { GpuSampler } from '#inference/sampling/gpuSampler.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';

/** A decode step that was enqueued; its tokens are known once the logits before it are read. */
interface EnqueuedStep {
  readonly logits: Tensor;
  tokens: readonly number[] | undefined;
}

/**
 * Asynchronous decode: enqueues the next decode step before the logits of the last one are read, with tokens
 * that the GPU samples itself. A quick GPU would otherwise idle for a few milliseconds a token while the
 * logits are read and the next step is prepared. Where the answer takes another token than the GPU drew, the
 * enqueued step is dropped.
 * @example
 * const decoder = new AsyncDecoder(rows, runner, sampler);
 * const logits = await decoder.append([token], [draw]); // the next step runs already
 */
export class AsyncDecoder {
  readonly #rows: DecoderRows;
  readonly #runner: TimedRunner;
  readonly #sampler: GpuSampler;
  #enqueued: EnqueuedStep | undefined;
  /** When the last logits were handed out, in milliseconds. */
  #endedMs = 0;

  constructor(rows: DecoderRows, runner: TimedRunner, sampler: GpuSampler) {
    this.#rows = rows;
    this.#runner = runner;
    this.#sampler = sampler;
  }

  /**
   * Feeds each row a token.
   * @param draws how each row's next token is drawn, to enqueue the step of these tokens at once
   * @returns the logits [rows, vocabulary]
   */
  async append(tokens: readonly number[], draws?: readonly TokenDraw[]): Promise<Float32Array> {
    const startedMs = performance.now();
    const pausedMs = startedMs - this.#endedMs;
    const enqueued = this.#take(tokens);
    const added = tokens.map((token) => [token]);
    if (!enqueued && !draws) return this.#runner.append(this.#rows, added, 1);
    const logits = enqueued ?? (await this.#rows.run(added, 1));
    const enqueues = draws !== undefined && logits.location === 'gpu-buffer';
    const read = enqueues
      ? await this.#readAndEnqueue(logits, draws)
      : await this.#runner.reader.read(logits, tokens.length);
    this.#endedMs = performance.now();
    const tookMs = this.#endedMs - startedMs;
    // Only steps in an unbroken chain compare: the first one also enqueues another, the last one only waits,
    // and one that follows a pause was done long before.
    if (enqueued && enqueues && pausedMs < tookMs) this.#runner.timings.recordAsyncRun(tokens.length, tookMs);
    return read;
  }

  /** Whether the step that feeds these tokens, one to each row, is enqueued. */
  isEnqueued(tokens: readonly number[]): boolean {
    return this.#enqueued?.tokens?.every((token, row) => token === tokens[row]) ?? false;
  }

  /** Drops the enqueued step, with its tokens in the KV cache. */
  drop(): void {
    if (!this.#enqueued) return;
    this.dispose();
    this.#rows.dropLast(1);
  }

  /** Frees the logits of the enqueued step. The rows must not be used after it. */
  dispose(): void {
    this.#enqueued?.logits.dispose();
    this.#enqueued = undefined;
  }

  async #readAndEnqueue(logits: Tensor, draws: readonly TokenDraw[]): Promise<Float32Array> {
    const ids = this.#sampler.draw(logits, draws);
    const reading = this.#runner.reader.readDrawn(logits, ids);
    // If the next run fails first, nothing awaits this promise.
    reading.catch(() => undefined);
    try {
      this.#enqueued = { logits: await this.#rows.runUnread(ids), tokens: undefined };
      const read = await reading;
      this.#enqueued.tokens = read.tokens;
      return read.logits;
    } finally {
      logits.dispose();
    }
  }

  /** The logits after these tokens, if their step is enqueued; any other enqueued step is dropped. */
  #take(tokens: readonly number[]): Tensor | undefined {
    if (!this.isEnqueued(tokens)) {
      this.drop();
      return undefined;
    }
    const { logits } = this.#enqueued!;
    this.#enqueued = undefined;
    this.#rows.setLast(tokens);
    return logits;
  }
}
