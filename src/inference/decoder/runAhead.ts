import type { Tensor } from 'onnxruntime-web';
import type { DecoderRows } from '#inference/decoder/decoderRows.ts';
import type { GpuSampler } from '#inference/sampling/gpuSampler.ts';
import type { LogitsReader } from '#inference/decoder/logitsReader.ts';
import type { RunTimes } from '#inference/decoder/runTimes.ts';
import type { TokenDraw } from '#inference/sampling/tokenSampling.ts';

/**
 * Feeds rows token by token and begins each run before the last one's logits have come: the GPU draws its tokens itself
 * meanwhile. A quick GPU else waits, some milliseconds a token, until the logits are here and the next run is put
 * together. Where it drew another token than the answer takes, the run is forgotten.
 */
export class RunAhead {
  readonly #rows: DecoderRows;
  readonly #reader: LogitsReader;
  readonly #sampler: GpuSampler;
  readonly #times: RunTimes;
  /** The run that was begun; its tokens are known once the logits before it are. */
  #begun: { logits: Tensor; tokens: readonly number[] | undefined } | undefined;
  /** When logits were handed out last. */
  #ended = 0;

  constructor(rows: DecoderRows, reader: LogitsReader, sampler: GpuSampler, times: RunTimes) {
    this.#rows = rows;
    this.#reader = reader;
    this.#sampler = sampler;
    this.#times = times;
  }

  /**
   * Feeds each row a token and gives the logits after them, one row [vocabulary] after the other.
   * @param draws how each row's next token comes of them: their run is begun at once
   */
  async append(tokens: readonly number[], draws?: readonly TokenDraw[]): Promise<Float32Array> {
    const started = performance.now();
    const paused = started - this.#ended;
    const begun = this.#take(tokens);
    const logits =
      begun ??
      (await this.#rows.run(
        tokens.map((token) => [token]),
        1,
      ));
    const begins = draws !== undefined && logits.location === 'gpu-buffer';
    const read = begins
      ? await this.#readAndBegin(logits, draws)
      : await this.#reader.read(logits, tokens.length);
    this.#ended = performance.now();
    const took = this.#ended - started;
    // A run that is waited for alone, or begins another besides, takes less or more than its like; so does one that was
    // done long before it was asked for.
    if (begun && begins && paused < took) this.#times.record(`ahead ${tokens.length}`, took);
    if (!begun && !begins) this.#times.record(tokens.length, took);
    return read;
  }

  /** Whether the run of these tokens, row by row, was begun. */
  begun(tokens: readonly number[]): boolean {
    return this.#begun?.tokens?.every((token, row) => token === tokens[row]) ?? false;
  }

  /** Forgets the run that was begun. */
  drop(): void {
    if (!this.#begun) return;
    this.dispose();
    this.#rows.takeBack(1);
  }

  /** Gives back what the run that was begun has made besides the rows, which are then of no more use. */
  dispose(): void {
    this.#begun?.logits.dispose();
    this.#begun = undefined;
  }

  async #readAndBegin(logits: Tensor, draws: readonly TokenDraw[]): Promise<Float32Array> {
    const ids = this.#sampler.draw(logits, draws);
    const reading = this.#reader.readDrawn(logits, ids);
    // The next run may fail first.
    reading.catch(() => undefined);
    try {
      this.#begun = { logits: await this.#rows.runUnknown(ids), tokens: undefined };
      const read = await reading;
      this.#begun.tokens = read.tokens;
      return read.logits;
    } finally {
      logits.dispose();
    }
  }

  /** The logits after the tokens, if their run was begun; that of others is forgotten. */
  #take(tokens: readonly number[]): Tensor | undefined {
    if (!this.begun(tokens)) {
      this.drop();
      return undefined;
    }
    const { logits } = this.#begun!;
    this.#begun = undefined;
    this.#rows.know(tokens);
    return logits;
  }
}
