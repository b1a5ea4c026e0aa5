import type { Precision } from '#inference/bounds/bounds.ts';
import type { DeviceClass } from '#inference/bounds/deviceClass.ts';
import type { AdmissionRun } from '#inference/conformance/admission.ts';
import { short } from '#tools/trust/audits/trial.ts';

/** The raw data: one row a test input of a model on a device. */
export const ADMISSION_DATA = 'docs/trust/admission.jsonl';

export interface AdmissionRow {
  readonly model: string;
  readonly precision: Precision;
  readonly device: DeviceClass;
  /** The input's place in the conformance file; `again`: the distance between two runs of the first. */
  readonly input: number | 'again';
  /** Relative L2; null is infinite. */
  readonly distance: number | null;
  readonly mismatches: number;
}

const finite = (distance: number): number | null => (Number.isFinite(distance) ? short(distance) : null);

/** The rows of one run. */
export function rowsOf(
  about: Pick<AdmissionRow, 'model' | 'precision' | 'device'>,
  { inputs, repeat = NaN }: AdmissionRun,
): AdmissionRow[] {
  return [
    ...inputs.map(({ relativeL2, mismatches }, input) => ({
      ...{ ...about, input, distance: finite(relativeL2), mismatches },
    })),
    { ...about, input: 'again', distance: finite(repeat), mismatches: 0 },
  ];
}
