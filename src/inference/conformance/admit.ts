import type { Admission } from '#inference/conformance/admission.ts';
import { type AdmissionVerdict, judgeAdmission } from '#inference/conformance/admissionVerdict.ts';

/**
 * Which of a model's test inputs are run: all that are left; the next one; or some, as many as take little
 * longer than the first alone (`Admission.runSome`).
 */
export type TestScope = 'all' | 'some' | 'next';

export interface AdmitOptions {
  readonly scope: TestScope;
  /** The model's name, for the refusal. */
  readonly model: string;
  /** The most that an input may be from its reference, as relative L2. */
  readonly bound: number;
  /** Called after each input. */
  readonly onInput?: () => void;
}

/**
 * Runs test inputs and judges all that have run so far. Where one is wrong the rest runs too: a refusal says
 * how many of all are.
 * @throws what the model's `check` throws
 * @example
 * const options = { scope: 'some', model: 'Stories 15M', bound: 1e-3 } as const;
 * const { refusal } = await admit(new Admission(model), options);
 */
export async function admit(
  admission: Admission,
  { scope, model, bound, onInput }: AdmitOptions,
): Promise<AdmissionVerdict> {
  if (scope === 'next') await admission.runNext();
  else if (scope === 'some') await admission.runSome(onInput);
  else await admission.runAll(onInput);
  const verdict = judgeAdmission(model, admission.run, bound);
  if (verdict.refusal === undefined || admission.done === admission.total) return verdict;
  await admission.runAll(onInput);
  return judgeAdmission(model, admission.run, bound);
}
