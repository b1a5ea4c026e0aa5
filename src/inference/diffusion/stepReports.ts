import type { StepTaken } from '#inference/diffusion/latent.ts';
import type { RunOptions } from '#inference/runtime/runOptions.ts';

type Preview = Uint8Array<ArrayBuffer>;

/**
 * Reports steps in order as they finish, while the next one runs.
 * @example
 * const reports = new StepReports(steps.length, onProgress, drawPreview, false);
 */
export class StepReports {
  readonly #total: number;
  readonly #onProgress: RunOptions['onProgress'];
  readonly #drawPreview: (predictedX0: Float32Array) => Preview | Promise<Preview>;
  readonly #usesGpu: boolean;
  #done = 0;
  #last = Promise.resolve();
  #closed = false;

  /** @param usesGpu whether previews are runs of their own, which come one at a time as all do */
  constructor(
    total: number,
    onProgress: RunOptions['onProgress'],
    drawPreview: (predictedX0: Float32Array) => Preview | Promise<Preview>,
    usesGpu: boolean,
  ) {
    this.#total = total;
    this.#onProgress = onProgress;
    this.#drawPreview = drawPreview;
    this.#usesGpu = usesGpu;
  }

  /**
   * The next step was taken. Waits until the one before is over, so that a GPU has one to do and one to
   * follow: it is to stop soon if the task is cancelled.
   */
  async add(step: StepTaken): Promise<void> {
    // An earlier step may fail first; its error is the one to report, here and below.
    step.over?.catch(() => undefined);
    await this.#last;
    this.#last = this.#report(++this.#done, step);
    this.#last.catch(() => undefined);
    if (step.predictedX0 ? this.#usesGpu : !step.over) await this.#last;
  }

  /** Waits until every step is reported. */
  async settle(): Promise<void> {
    await this.#last;
  }

  /** Stops reporting. A step submitted to the GPU may finish after its task has ended. */
  close(): void {
    this.#closed = true;
  }

  async #report(done: number, { over, predictedX0 }: StepTaken): Promise<void> {
    await over;
    const latent = await predictedX0;
    // The processor draws it when the next run waits for the GPU: that was put together in promises, which
    // come before a timer.
    if (latent && !over && !this.#usesGpu) await new Promise((resolve) => setTimeout(resolve));
    if (this.#closed) return;
    const preview = latent && (await this.#drawPreview(latent));
    if (!this.#closed)
      this.#onProgress?.({ kind: 'step', done, total: this.#total, ...(preview && { preview }) });
  }
}
