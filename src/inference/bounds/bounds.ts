import generated from '#inference/bounds/bounds.json' with { type: 'json' };
import { type DeviceClass, isSameClass } from '#inference/bounds/deviceClass.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';

/** In which float type a model computes. Weights may be stored in fewer bits: all read the same ones. */
export type Precision = 'float32' | 'float16';

/**
 * A model that computes in 16 bits needs a GPU that can, so its manifest says so.
 * @example BOUNDS.image[precisionOf(manifest)].step;
 */
export const precisionOf = ({ gpu }: Pick<Manifest, 'gpu'>): Precision =>
  gpu.features.includes('shader-f16') ? 'float16' : 'float32';

/** The most that an honest image reaches in each measure of `auditImage`. */
export interface ImageBounds {
  /** Relative L2 of the first latent: noise, or a noised start picture, which an encoder has computed. */
  readonly start: number;
  readonly startPicture: number;
  /** `stepDistance`. */
  readonly step: number;
  /** `pictureDistance` of the last latent's picture: mean and largest. */
  readonly picture: number;
  readonly pixel: number;
  /** Mean `pictureDistance` of an image that was computed again from its seed. */
  readonly whole: number;
}

/** The most that an honest text reaches in each measure of `auditText`; in deviations of the logits. */
export interface TextBounds {
  readonly largestMargin: number;
  /** Of margins clipped at `largestMargin`, beyond what `fewTokens` may add. */
  readonly meanMargin: number;
  /** Share of tokens that differ, beyond `fewTokens`. */
  readonly differing: number;
  /** So many tokens may differ in any answer, however short. */
  readonly fewTokens: number;
  readonly logprob: number;
}

/** Bounds of audits, for results of any device. */
export interface AuditBounds {
  readonly image: Readonly<Record<Precision, ImageBounds>>;
  readonly text: Readonly<Record<Precision, TextBounds>>;
}

/** How far a model's test inputs may be from their references on devices of a class that was measured. */
export interface AdmissionBound {
  readonly model: string;
  readonly precision: Precision;
  readonly device: DeviceClass;
  /** Runs that were measured, and the largest relative L2 among them. */
  readonly runs: number;
  readonly furthest: number;
  readonly bound: number;
}

/** What bounds.json holds. */
export interface BoundsFile {
  /** Rises with each change of a bound. */
  readonly version: number;
  /** Version of ONNX Runtime that all of it was measured with. */
  readonly onnxruntime: string;
  readonly audit: AuditBounds;
  readonly admission: readonly AdmissionBound[];
}

/**
 * `npm run trust:calibrate -- --write` makes them from the raw data in docs/trust (tools/trust/bounds).
 * @example BOUNDS_FILE.version;
 */
export const BOUNDS_FILE = generated as BoundsFile;

/**
 * What audits compare with. One set for all devices: no signature says which GPU computed a result, and
 * auditors and jurors, who have other GPUs again, must agree.
 * @example BOUNDS.image.float32.step;
 */
export const BOUNDS: AuditBounds = BOUNDS_FILE.audit;

/**
 * How far a device may be from a model's references: what its class was measured to reach, with room, or else
 * what the manifest allows, which is never exceeded.
 * @example const bound = admissionBound(manifest, device); // 1e-3 for a GPU that nobody has measured
 */
export function admissionBound(
  { id, gpu, conformance }: Pick<Manifest, 'id' | 'gpu' | 'conformance'>,
  device: DeviceClass,
  bounds: readonly AdmissionBound[] = BOUNDS_FILE.admission,
): number {
  const measured = bounds.find(
    (each) =>
      each.model === id && each.precision === precisionOf({ gpu }) && isSameClass(each.device, device),
  );
  return Math.min(conformance.tolerance, measured?.bound ?? Infinity);
}
