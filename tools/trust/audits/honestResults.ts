import type { BackEnd } from '#tools/trust/audits/backEnds.ts';
import { processorTimed } from '#tools/trust/audits/trial.ts';

/** An honest result, and the processor time that it took in milliseconds. */
export interface HonestResult<T> {
  readonly value: T;
  readonly ms: number;
}

/**
 * Honest results by back end and index, each made once: every attack begins with one.
 * @example const { value, ms } = await results.of('wasm', 7);
 */
export class HonestResults<T> {
  readonly #make: (made: BackEnd, index: number) => Promise<T>;
  readonly #known: Record<BackEnd, Promise<HonestResult<T>>[]> = { native: [], wasm: [] };

  constructor(make: (made: BackEnd, index: number) => Promise<T>) {
    this.#make = make;
  }

  of(made: BackEnd, index: number): Promise<HonestResult<T>> {
    return (this.#known[made][index] ??= processorTimed(() => this.#make(made, index)));
  }
}
