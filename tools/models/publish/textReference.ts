import { everyNth } from '#inference/conformance/everyNth.ts';
import type { References, TextReference } from '#inference/conformance/referenceTask.ts';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { sampleToken } from '#inference/sampling/tokenSampling.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { rounded } from '#tools/models/publish/modelFolder.ts';
import { repeatedTo, TEXT_INPUTS, type TextInput } from '#tools/models/publish/textInputs.ts';

/** For templates that write a date: the reference is the same whenever it is computed. */
const DATE = '2026-01-01';

export interface TextReferenceOptions {
  /** The first input, which the engine is calibrated with too. */
  readonly first: TextInput;
  /** Of a text with its answer. */
  readonly context: number;
  /** Keeps every so many-th logit. */
  readonly stride: number;
}

/**
 * What a text model computes on the CPU for each test input: the numbers that a GPU must match before it may
 * work.
 */
export async function textReferencesOf(
  session: DecoderSession,
  tokenizer: Pick<TextTokenizer, 'encodeChat'>,
  { first, context, stride }: TextReferenceOptions,
): Promise<References<TextReference>> {
  const compute = (input: TextInput) => {
    const content = input.tokens === undefined ? input.text : repeatedTo(input.text, 4 * input.tokens);
    const whole = tokenizer.encodeChat([{ role: 'user', content }], DATE);
    const most = Math.min(input.tokens ?? Infinity, context - input.answer);
    return referenceOf(session, whole.slice(0, most), { ...input, stride });
  };
  const others: TextReference[] = [];
  const firstReference = await compute(first);
  for (const input of TEXT_INPUTS) others.push(await compute(input));
  return [firstReference, ...others];
}

async function referenceOf(
  session: DecoderSession,
  prompt: readonly number[],
  { answer, sampling, stride }: Pick<TextInput, 'answer' | 'sampling'> & { readonly stride: number },
): Promise<TextReference> {
  const sequence = session.sequence();
  let logits = await sequence.append(prompt);
  const kept = (from: Float32Array) => rounded(everyNth(from, stride));
  const first = kept(logits);
  const draw = (position: number) =>
    sampleToken(logits, sampling ?? { temperature: 0, topP: 1, seed: 0 }, position);
  const next = [draw(0)];
  while (next.length < answer) {
    logits = await sequence.append(next.slice(-1));
    next.push(draw(next.length));
  }
  sequence.dispose();
  return {
    ...{ kind: 'text', prompt: [...prompt], stride, logits: first, next },
    ...(sampling && { sampling }),
    ...(next.length > 1 && { decoded: kept(logits) }),
  };
}
