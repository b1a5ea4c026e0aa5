import type { DecoderRows } from '#inference/decoder/decoderRows.ts';
import { LogitsReader } from '#inference/decoder/logitsReader.ts';
import { RunTimings } from '#inference/decoder/runTimings.ts';

/**
 * Runs rows of tokens, waits for their logits, and records how long that takes.
 * @example
 * const runner = new TimedRunner(runtime.device);
 * const logits = await runner.append(rows, [[token]], 1);
 */
export class TimedRunner {
  readonly reader: LogitsReader;
  readonly timings = new RunTimings();

  constructor(device: GPUDevice | undefined) {
    this.reader = new LogitsReader(device);
  }

  /**
   * @param added the tokens to feed, as many to each row
   * @param wanted for how many of the last of them logits are read
   * @returns the logits [rows, wanted, vocabulary]
   */
  async append(
    rows: DecoderRows,
    added: readonly (readonly number[])[],
    wanted: number,
  ): Promise<Float32Array> {
    const started = performance.now();
    const logits = await this.reader.read(await rows.run(added, wanted), added.length * wanted);
    // Other runs read fewer logits than drafts and decode steps do, so they would not compare.
    if (wanted === added[0]!.length) {
      this.timings.recordRun(added.length * wanted, performance.now() - started);
    }
    return logits;
  }

  /** Drops the last `count` tokens of each row. */
  dropLast(rows: DecoderRows, count: number): void {
    const started = performance.now();
    rows.dropLast(count);
    if (count > 0) this.timings.recordDrop(performance.now() - started);
  }

  dispose(): void {
    this.reader.dispose();
  }
}
