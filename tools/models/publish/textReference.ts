import type { TextReference } from '#inference/conformance/referenceTask.ts';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import { rounded } from '#tools/models/publish/modelFolder.ts';

/**
 * What a text model computes on the CPU: the numbers that a GPU must match before it may work.
 * @param prompt token ids
 * @param stride keeps every `stride`-th logit after the prompt
 * @param tokens how many greedy tokens follow the prompt
 */
export async function textReferenceOf(
  session: DecoderSession,
  prompt: readonly number[],
  { stride, tokens }: { readonly stride: number; readonly tokens: number },
): Promise<TextReference> {
  const sequence = session.sequence();
  let logits = await sequence.append(prompt);
  const kept = rounded(logits.filter((_, i) => i % stride === 0));
  const next = [argmax(logits)];
  while (next.length < tokens) {
    logits = await sequence.append(next.slice(-1));
    next.push(argmax(logits));
  }
  sequence.dispose();
  return { kind: 'text', prompt: [...prompt], stride, logits: kept, next };
}
