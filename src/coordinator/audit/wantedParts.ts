import { samplingSchedule } from '#inference/diffusion/scheduler/samplingSchedule.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

/** Steps of an image that an audit computes again. */
export const AUDITED_STEPS = 3;

/**
 * How many parts the trace of a task has: the first noise and a latent for each step, or a text's tokens.
 */
export function traceLengthOf(manifest: Manifest, request: TaskRequest): number {
  if (manifest.kind === 'text' || request.kind === 'text') return 1;
  return samplingSchedule(manifest.scheduler, request.steps, request.init?.strength).steps.length + 1;
}

/**
 * The parts that an audit asks for: those around some steps, the first and the last. The miner has signed all
 * of them before it learns which.
 * @param length of the trace
 * @param random gives 0..1; the miner must not know it before
 * @example wantedParts(21, Math.random); // [0, 4, 5, 11, 12, 13, 20]
 */
export function wantedParts(length: number, random: () => number): number[] {
  const steps = Array.from({ length: length - 1 }, (_, at) => at + 1);
  const parts = new Set([0, length - 1]);
  for (let left = Math.min(AUDITED_STEPS, steps.length); left > 0; left--) {
    const [step] = steps.splice(Math.floor(random() * steps.length), 1);
    parts.add(step! - 1).add(step!);
  }
  return [...parts].sort((a, b) => a - b);
}
