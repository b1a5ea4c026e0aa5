import type { Deviation } from '#inference/conformance/deviation.ts';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';

/**
 * A right back end's logit is hardly ever further off than this many tolerances: in 16 bits, tokens that are
 * almost equally likely may swap places.
 */
const FARTHEST_LOGIT = 4;

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

/**
 * Runs a text model's reference task: the prompt, then each reference token in turn (teacher forcing).
 * @param tolerance the manifest's, as relative L2
 * @example
 * const { relativeL2, mismatches } = await checkText(session, reference, 0.01);
 */
export async function checkText(
  session: Pick<DecoderSession, 'sequence'>,
  reference: TextReference,
  tolerance: number,
): Promise<Deviation> {
  const sequence = session.sequence();
  try {
    let logits = await sequence.append(reference.prompt);
    const distance = relativeL2(
      logits.filter((_, i) => i % reference.stride === 0),
      reference.logits,
    );
    let mismatches = 0;
    for (const [i, expected] of reference.next.entries()) {
      const behind = logits[argmax(logits)]! - logits[expected]!;
      if (!(behind <= FARTHEST_LOGIT * tolerance * rootMeanSquare(logits))) mismatches++;
      if (i + 1 < reference.next.length) logits = await sequence.append([expected]);
    }
    return { relativeL2: distance, mismatches };
  } finally {
    sequence.dispose();
  }
}
