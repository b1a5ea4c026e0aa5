import type { CheckedInput, Deviation } from '#inference/conformance/deviation.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';

/** A model with test inputs. */
export interface TestedModel {
  /** Number of its test inputs. */
  readonly testInputs: number;
  /**
   * Runs one of them.
   * @param at its place, from 0
   * @throws InferenceError NOT_FINITE, and what its pipeline throws
   */
  check(at: number): Promise<CheckedInput>;
}

/** What a back end made of a model's test inputs. */
export interface AdmissionRun {
  /** By input, as far as they have run. */
  readonly inputs: readonly Deviation[];
  /** Relative L2 between two runs of the first input, before and after all others; undefined until then. */
  readonly repeat: number | undefined;
}

/** After the first input, which compiles the shaders, `runSome` goes on for this share of its time. */
const SOME_SHARE = 1 / 3;
/** And in any case for so long: a GPU whose shaders are known already is through with all inputs then. */
const SOME_MS = 2_000;

/** What the numbers of a run that gave NaN or infinity are from any others. */
const NOT_A_NUMBER: CheckedInput = { relativeL2: Infinity, mismatches: 0, numbers: [[NaN]] };

/**
 * Runs a model's test inputs one after the other, and the first of them once more at the end: a GPU may
 * compute most inputs right, or not always the same.
 * @example
 * const admission = new Admission(model);
 * await admission.runAll();
 * const { refusal } = judgeAdmission('Stories 15M', admission.run, 1e-3);
 */
export class Admission {
  readonly #model: TestedModel;
  readonly #nowMs: () => number;
  readonly #inputs: Deviation[] = [];
  /** Of the first run of the first input. */
  #numbers: CheckedInput['numbers'] = [];
  #repeat: number | undefined;

  /** @param nowMs a clock that never jumps */
  constructor(model: TestedModel, nowMs: () => number = () => performance.now()) {
    this.#model = model;
    this.#nowMs = nowMs;
  }

  /** Runs that are done, of `total`. */
  get done(): number {
    return this.#inputs.length + (this.#repeat === undefined ? 0 : 1);
  }

  get total(): number {
    return this.#model.testInputs + 1;
  }

  get run(): AdmissionRun {
    return { inputs: this.#inputs, repeat: this.#repeat };
  }

  /** Runs the next input. @throws what `check` throws, except for InferenceError NOT_FINITE */
  async runNext(): Promise<void> {
    const at = this.#inputs.length;
    if (at < this.#model.testInputs) {
      const { relativeL2: distance, mismatches, numbers } = await this.#check(at);
      if (at === 0) this.#numbers = numbers;
      this.#inputs.push({ relativeL2: distance, mismatches });
    } else if (this.#repeat === undefined) {
      const { numbers } = await this.#check(0);
      this.#repeat = Math.max(
        ...this.#numbers.map((before, part) => relativeL2(numbers[part] ?? [], before)),
      );
      this.#numbers = [];
    }
  }

  /**
   * Runs as many inputs as take little longer than the first alone: all of them on a GPU that computes them
   * faster than it compiles shaders, two or three on a slow one.
   * @param onInput is called after each
   */
  async runSome(onInput: () => void = () => undefined): Promise<void> {
    const began = this.#nowMs();
    let end = Infinity;
    while (this.done < this.total && this.#nowMs() < end) {
      await this.runNext();
      onInput();
      const now = this.#nowMs();
      if (end === Infinity) end = now + Math.max(SOME_MS, SOME_SHARE * (now - began));
    }
  }

  /** Runs all inputs that are left. */
  async runAll(onInput: () => void = () => undefined): Promise<void> {
    while (this.done < this.total) {
      await this.runNext();
      onInput();
    }
  }

  async #check(at: number): Promise<CheckedInput> {
    try {
      return await this.#model.check(at);
    } catch (error) {
      if (error instanceof InferenceError && error.code === 'NOT_FINITE') return NOT_A_NUMBER;
      throw error;
    }
  }
}

/**
 * Runs all test inputs of a model.
 * @example const { inputs } = await admissionRun(model);
 */
export async function admissionRun(model: TestedModel, onInput?: () => void): Promise<AdmissionRun> {
  const admission = new Admission(model);
  await admission.runAll(onInput);
  return admission.run;
}
