import type { CheckedInput } from '#inference/conformance/deviation.ts';
import { everyNth } from '#inference/conformance/everyNth.ts';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { tokenMargin } from '#inference/sampling/tokenMargin.ts';
import type { SamplingSettings } from '#inference/sampling/tokenSampling.ts';

/**
 * A right back end's logit is hardly ever further off than this many tolerances: in 16 bits, tokens that are
 * almost equally likely may swap places.
 */
const FARTHEST_LOGIT = 4;
const GREEDY: SamplingSettings = { temperature: 0, topP: 1, seed: 0 };

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

/**
 * Runs one test input of a text model: the prompt, then each reference token in turn (teacher forcing).
 * @param tolerance the manifest's, as relative L2
 * @throws InferenceError NOT_FINITE
 * @example
 * const { relativeL2, mismatches } = await checkText(session, reference, 0.01);
 */
export async function checkText(
  session: Pick<DecoderSession, 'sequence'>,
  reference: TextReference,
  tolerance: number,
): Promise<CheckedInput> {
  const { prompt, next, stride, sampling = GREEDY } = reference;
  const sequence = session.sequence();
  try {
    let logits = await sequence.append(prompt);
    const first = logits;
    let mismatches = 0;
    for (const [position, expected] of next.entries()) {
      if (position > 0) logits = await sequence.append(next.slice(position - 1, position));
      const most = FARTHEST_LOGIT * tolerance * rootMeanSquare(logits);
      if (!(tokenMargin(logits, expected, sampling, position) <= most)) mismatches++;
    }
    const distances = [relativeL2(everyNth(first, stride), reference.logits)];
    if (reference.decoded) distances.push(relativeL2(everyNth(logits, stride), reference.decoded));
    return { relativeL2: Math.max(...distances), mismatches, numbers: [first, logits] };
  } finally {
    sequence.dispose();
  }
}
