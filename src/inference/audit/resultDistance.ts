import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import { distanceOfPng } from '#inference/audit/pngDistance.ts';
import { BOUNDS, precisionOf } from '#inference/bounds/bounds.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import { readPng, toPixels } from '#inference/png/pictureFile.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { ImageRequest, TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

/** What two honest results cannot be, whatever the back ends. */
const IMPOSSIBLE: AuditMeasure = { measures: { form: { value: Infinity, bound: 1 } } };
/** How many tokens may differ: less than one. */
const NO_TOKEN = 0.5;
const RANGE = [0, 1] as const;

/**
 * How far two results of the same request are from each other, each computed from its seed. Neither is known
 * to be right. Pictures are compared by the bound for an image that is computed again as a whole. A text goes
 * on from its own tokens, so that one token makes it another text.
 * @example const agree = distanceOf(await resultDistance(manifest, request, result, replica)) <= 1;
 */
export async function resultDistance(
  manifest: Manifest,
  request: TaskRequest,
  one: TaskResult,
  other: TaskResult,
): Promise<AuditMeasure> {
  if (request.kind === 'image' && one.kind === 'image' && other.kind === 'image')
    return pictureMeasure(manifest, request, one.png, other.png);
  if (request.kind !== 'text' || one.kind !== 'text' || other.kind !== 'text') return IMPOSSIBLE;
  const length = Math.max(one.tokens.length, other.tokens.length);
  const differing = Array.from({ length }).filter((_, at) => one.tokens[at] !== other.tokens[at]).length;
  const tokens = { value: differing, bound: NO_TOKEN };
  if (request.topLogprobs === undefined || differing > 0) return { measures: { tokens } };
  const logprob = { value: logprobsApart(one, other), bound: BOUNDS.text[precisionOf(manifest)].logprob };
  return { measures: { tokens, logprob } };
}

type TextResult = Extract<TaskResult, { kind: 'text' }>;

/** How far the tokens' own log-probabilities are apart at most; Infinity where one has other ones at all. */
function logprobsApart({ logprobs: ours = [] }: TextResult, { logprobs: theirs = [] }: TextResult): number {
  if (ours.length !== theirs.length) return Infinity;
  return ours.reduce((most, { logprob, top }, at) => {
    const other = theirs[at]!;
    const tops = top.map(([, each], rank) => Math.abs(each - (other.top[rank]?.[1] ?? Infinity)));
    const extra = top.length === other.top.length ? 0 : Infinity;
    return Math.max(most, extra, Math.abs(logprob - other.logprob), ...tops);
  }, 0);
}

async function pictureMeasure(
  manifest: Manifest,
  { width, height }: ImageRequest,
  one: Uint8Array,
  other: Uint8Array,
): Promise<AuditMeasure> {
  const bound = BOUNDS.image[precisionOf(manifest)].whole;
  try {
    const picture = toPixels(await readPng(other, width, height, RANGE), RANGE);
    return { measures: { whole: { value: (await distanceOfPng(one, picture)).mean, bound } } };
  } catch (error) {
    if (error instanceof InferenceError && error.code === 'BAD_REQUEST') return IMPOSSIBLE;
    throw error;
  }
}
