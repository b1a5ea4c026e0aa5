import type { Tensor } from 'onnxruntime-web';
import type { DecoderRows } from '#inference/decoderRows.ts';
import type { GpuSampler } from '#inference/gpuSampler.ts';
import type { LogitsReader } from '#inference/logitsReader.ts';
import type { RunTimes } from '#inference/runTimes.ts';
import type { TokenDraw } from '#inference/tokenSampling.ts';

/**
 * Feeds one row token by token and begins each run before the last one's logits have come: the GPU draws its token itself
 * meanwhile. A quick GPU else waits, some milliseconds a token, until the logits are here and the next run is put
 * together. Where it drew another token than the answer takes, the run is forgotten.
 */
export class RunAhead {
  readonly #rows: DecoderRows;
  readonly #reader: LogitsReader;
  readonly #sampler: GpuSampler;
  readonly #times: RunTimes;
  /** The run that was begun; its token is known once the logits before it are. */
  #begun: { logits: Tensor; token: number | undefined } | undefined;

  constructor(rows: DecoderRows, reader: LogitsReader, sampler: GpuSampler, times: RunTimes) {
    this.#rows = rows;
    this.#reader = reader;
    this.#sampler = sampler;
    this.#times = times;
  }

  /**
   * Feeds a token and gives the logits [vocabulary] after it.
   * @param draw how the next token comes of them: its run is begun at once
   */
  async append(token: number, draw?: TokenDraw): Promise<Float32Array> {
    const started = performance.now();
    const begun = this.#take(token);
    const logits = begun ?? (await this.#rows.run([[token]], 1));
    const read = draw ? await this.#readAndBegin(logits, draw) : await this.#reader.read(logits, 1);
    // One that is waited for alone, or begins another besides, takes less or more than its like.
    if (begun !== undefined && draw) this.#times.record('ahead', performance.now() - started);
    if (begun === undefined && !draw) this.#times.record(1, performance.now() - started);
    return read;
  }

  /** Whether the run of this token was begun. */
  begun(token: number): boolean {
    return this.#begun?.token === token;
  }

  /** Forgets the run that was begun. */
  drop(): void {
    if (!this.#begun) return;
    this.#begun.logits.dispose();
    this.#begun = undefined;
    this.#rows.takeBack(1);
  }

  async #readAndBegin(logits: Tensor, draw: TokenDraw): Promise<Float32Array> {
    const { ids } = this.#sampler;
    this.#sampler.draw(logits, draw);
    const reading = this.#reader.readDrawn(logits, ids.gpuBuffer as GPUBuffer);
    // The next run may fail first.
    reading.catch(() => undefined);
    this.#begun = { logits: await this.#rows.runUnknown(ids), token: undefined };
    const read = await reading;
    this.#begun.token = read.token;
    return read.logits;
  }

  /** The logits after the token, if its run was begun; another token's is forgotten. */
  #take(token: number): Tensor | undefined {
    const begun = this.#begun;
    if (begun?.token !== token) {
      this.drop();
      return undefined;
    }
    this.#begun = undefined;
    this.#rows.know(token);
    return begun.logits;
  }
}
