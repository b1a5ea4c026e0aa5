import type { AdmissionRun } from '#inference/conformance/admission.ts';
import type { Deviation } from '#inference/conformance/deviation.ts';

/**
 * Two runs of one input on one device must be this many times nearer to each other than to the reference:
 * the same kernels add the same numbers in the same order.
 */
const REPEAT_SHARE = 10;

/** Whether a back end may work with a model. */
export interface AdmissionVerdict {
  /** Inputs that have run. */
  readonly inputs: number;
  /** Inputs beyond the bound, or with wrong words. */
  readonly wrong: number;
  readonly mismatches: number;
  /** The largest relative L2 of all inputs. */
  readonly furthest: number;
  /** Of `furthest`. */
  readonly bound: number;
  /** Between two runs of one input; undefined before the second. */
  readonly repeat: number | undefined;
  /** Why it may not; undefined if it may. */
  readonly refusal: string | undefined;
}

/**
 * Judges what has run so far. Each input must be within the bound, and the repeated one nearly the same.
 * @param bound the most that an input may be from its reference, as relative L2
 * @example
 * const { refusal } = judgeAdmission('Stories 15M', admission.run, 1e-3);
 * if (refusal !== undefined) throw new GpuError('CONFORMANCE_FAILED', refusal);
 */
export function judgeAdmission(
  model: string,
  { inputs, repeat: measured }: AdmissionRun,
  bound: number,
): AdmissionVerdict {
  // NaN is wrong too.
  const isWrong = ({ relativeL2, mismatches }: Deviation) => !(relativeL2 <= bound) || mismatches > 0;
  const wrong = inputs.filter(isWrong).length;
  const mismatches = inputs.reduce((sum, input) => sum + input.mismatches, 0);
  const furthest = Math.max(...inputs.map(({ relativeL2 }) => orInfinity(relativeL2)));
  const repeat = measured === undefined ? undefined : orInfinity(measured);
  const found = { inputs: inputs.length, wrong, mismatches, furthest, bound, repeat };
  return { ...found, refusal: refusalOf(model, found) };
}

function refusalOf(
  model: string,
  { inputs, wrong, mismatches, furthest, bound, repeat = 0 }: Omit<AdmissionVerdict, 'refusal'>,
): string | undefined {
  if (wrong > 0)
    return (
      `${wrong} of ${inputs} test inputs of ${model} came out wrong on this GPU (${errorOf(furthest)}, ` +
      `allowed ${bound}; wrong words: ${mismatches}).`
    );
  const allowed = bound / REPEAT_SHARE;
  if (repeat <= allowed) return undefined;
  return (
    `This GPU gave two answers to the same test input of ${model} (${errorOf(repeat)} between them, ` +
    `allowed ${allowed}).`
  );
}

const orInfinity = (distance: number): number => (Number.isNaN(distance) ? Infinity : distance);

const errorOf = (distance: number): string =>
  distance < Infinity ? `relative error up to ${distance.toExponential(1)}` : 'NaN or infinite numbers';
