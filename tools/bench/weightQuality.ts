import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';

/** A prompt, and the text that the float32 model wrote after it. */
export interface WrittenStory {
  readonly prompt: readonly number[];
  readonly text: readonly number[];
}

export interface WeightQuality {
  /** Tokens of the greedy stories that are also this model's likeliest. */
  readonly agreed: number;
  /** Of the stories that were sampled at temperature 1. */
  readonly perplexity: number;
}

/** Measures a graph on stories of the float32 model, in Node on the CPU. */
export async function measureQuality(
  model: Uint8Array,
  context: number,
  { greedy, sampled }: Readonly<Record<'greedy' | 'sampled', readonly WrittenStory[]>>,
): Promise<WeightQuality> {
  const session = await DecoderSession.create(
    createNodeRuntime(),
    { model, externalData: [] },
    { io: DECODER_IO, context },
  );
  let [agreed, surprise, positions] = [0, 0, 0];
  for (const story of greedy) {
    for (const { isBest } of await read(session, story)) if (isBest) agreed++;
  }
  for (const story of sampled) {
    for (const position of await read(session, story)) {
      surprise += position.surprise;
      positions++;
    }
  }
  await session.dispose();
  return { agreed, perplexity: Math.exp(surprise / positions) };
}

/** How the model rates each token of a text, read in one run with teacher forcing. */
async function read(session: DecoderSession, { prompt, text }: WrittenStory) {
  const sequence = session.sequence();
  const all = await sequence.appendEach([...prompt, ...text.slice(0, -1)]);
  sequence.dispose();
  return text.map((token, i) => {
    const logits = all[prompt.length - 1 + i]!;
    const highest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
    const total = logits.reduce((sum, value) => sum + Math.exp(value - highest), 0);
    return { isBest: logits[token] === highest, surprise: highest + Math.log(total) - logits[token]! };
  });
}
