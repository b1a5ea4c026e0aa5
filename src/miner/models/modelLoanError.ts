import { CodedError } from '#protocol/codedError.ts';

/** The largest model that is downloaded for a jury, in bytes of all its files: a 1B text model has 2.5 GB. */
export const MOST_LOAN_BYTES = 4_000_000_000;

/** Why a model that the tab does not mine with cannot be used for a jury. */
export const LOAN_PROBLEMS = [
  /** The site's catalogue has no such model, or another version of it. */
  'MODEL_UNKNOWN',
  /** It is larger than `MOST_LOAN_BYTES`. */
  'MODEL_TOO_LARGE',
  /** It is not on this device, and the user or the connection allows no download. */
  'DOWNLOAD_OFF',
  'DOWNLOAD_FAILED',
  /** The browser gives this site no room for it. */
  'NO_SPACE',
  /** The GPU lacks a feature, cannot compile it, or fails its test inputs. */
  'MODEL_REFUSED',
  /** The GPU has no memory for it beside the models that the tab mines with. */
  'OUT_OF_MEMORY',
] as const;
export type LoanProblem = (typeof LOAN_PROBLEMS)[number];

/** These do not change while the tab is open. The others may, so it is worth trying again. */
const LASTING: readonly LoanProblem[] = [
  'MODEL_UNKNOWN',
  'MODEL_TOO_LARGE',
  'MODEL_REFUSED',
  'OUT_OF_MEMORY',
];

export class ModelLoanError extends CodedError<LoanProblem> {
  override readonly name = 'ModelLoanError';

  get isLasting(): boolean {
    return LASTING.includes(this.code);
  }
}
