import { BOUNDS, precisionOf } from '#inference/bounds/bounds.ts';
import { tokenMargin } from '#inference/sampling/tokenMargin.ts';
import { sampleToken } from '#inference/sampling/tokenSampling.ts';
import { TextAnswer } from '#inference/text/answer/textAnswer.ts';
import type { TextClaim, TextTask } from '#tools/trust/audits/textTask.ts';

/** Tokens that are tried instead of the drawn one: the likeliest. */
const TRIED = 20;

/**
 * The answer of a miner that knows the bounds: it runs the model, and wherever another token's margin is just
 * inside the bound it takes that one, as often as the bounds allow.
 */
export async function answerInsideBounds({ model, request }: TextTask): Promise<TextClaim> {
  const { session, tokenizer, manifest } = model;
  const { largestMargin, fewTokens } = BOUNDS.text[precisionOf(manifest)];
  const prompt = tokenizer.encodeChat(request.messages, request.date);
  const answer = new TextAnswer({
    ...{ tokenizer, manifest, request, promptTokens: prompt.length, onDelta: () => undefined },
  });
  const sequence = session.sequence();
  let swapped = 0;
  try {
    let logits = await sequence.append(prompt);
    for (let position = 0; ; position++) {
      const other = swapped < fewTokens ? otherToken(logits, position) : undefined;
      if (other !== undefined) swapped++;
      const token = answer.next(other === undefined ? logits : onlyToken(logits, other));
      if (token === undefined) break;
      logits = await sequence.append([token]);
    }
    return answer.end();
  } finally {
    sequence.dispose();
  }

  function otherToken(logits: Float32Array, position: number): number | undefined {
    const mean = logits.reduce((sum, x) => sum + x, 0) / logits.length;
    const spread = Math.sqrt(logits.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logits.length);
    const drawn = sampleToken(logits, request, position);
    const likely = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!).slice(0, TRIED);
    return likely.find(
      (id) => id !== drawn && tokenMargin(logits, id, request, position) < 0.95 * largestMargin * spread,
    );
  }
}

/** Logits that give this token whatever the noise. */
const onlyToken = (logits: Float32Array, token: number): Float32Array =>
  logits.map((_, id) => (id === token ? 1e6 : -1e6));
