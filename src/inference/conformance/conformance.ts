import { z } from 'zod';
import type { DecoderSession, Sequence, SequenceBatch } from '#inference/decoder/decoderSession.ts';
import { generateImage } from '#inference/diffusion/imageGeneration.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { LatentDiffusionSession } from '#inference/diffusion/latentDiffusionSession.ts';
import type { LatentDiffusionManifest } from '#inference/manifest/manifest.ts';
import type { PromptTokenizer } from '#inference/tokenizer/promptTokenizer.ts';
import { encodeTestCard } from '#inference/conformance/testCard.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';

/**
 * Known numbers of a text model: logits after a prompt, every `stride`-th word's, and the greedy words that
 * follow.
 */
export const textReferenceSchema = z.strictObject({
  kind: z.literal('text'),
  prompt: z.array(z.number().int().nonnegative()).min(1).max(1_024),
  stride: z.number().int().min(1),
  logits: z.array(z.number()).min(1),
  next: z.array(z.number().int().nonnegative()).min(1).max(64),
});

/**
 * Known numbers of an image model: the latent after the steps, every `stride`-th byte of the picture, and the test card's
 * latent if the model has an image encoder.
 */
export const imageReferenceSchema = z.strictObject({
  kind: z.literal('image'),
  settings: z.strictObject({
    prompt: z.string(),
    negativePrompt: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    steps: z.number().int(),
    guidance: z.number(),
    seed: z.number().int(),
  }),
  latent: z.array(z.number()).min(1),
  stride: z.number().int().min(1),
  pixels: z.array(z.number().int().min(0).max(255)).min(1),
  encoded: z.array(z.number()).min(1).optional(),
});

export type TextReference = z.infer<typeof textReferenceSchema>;
export type ImageReference = z.infer<typeof imageReferenceSchema>;

/** One byte of colour in 255: an 8-bit picture may round the other way, which is no distance. */
const ROUNDING = 1;
/**
 * A logit of a right back end is hardly further off than so many times what is allowed of them all: in 16 bits, words that
 * are nearly as likely as each other may change places.
 */
const FARTHEST_LOGIT = 4;

/** Runs that are begun ahead to see that they are right, and how quick they are. */
const AHEAD_TOKENS = 6;
/**
 * Milliseconds of a run of one token. It saves the few that logits take to come: where a run takes as long as this, that is
 * not worth the seconds that it takes to see it.
 */
const AHEAD_BELOW_MS = 250;

export interface Deviation {
  /** Of the logits; or of the latents or the picture, the worst. */
  readonly relativeL2: number;
  /** Words that are less likely here than the reference says, by more than the tolerance explains. */
  readonly mismatches: number;
}

/** ‖actual − expected‖ / ‖expected‖; infinity where lengths differ. */
export function relativeL2(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

/** @param tolerance of the manifest */
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

/**
 * Computes two sequences of different lengths together and each alone.
 * @returns how far the logits are apart, as relative L2, the worse of both
 */
export async function checkJoined(session: DecoderSession, { prompt }: TextReference): Promise<number> {
  const prompts = [prompt, prompt.slice(0, Math.ceil(prompt.length / 2))];
  // The first run writes behind each row's end, the second reads what it wrote.
  const [first, second] = [prompt[0]!, prompt.at(-1)!];
  const alone: Float32Array[] = [];
  const sequences: Sequence[] = [];
  for (const beginning of prompts) {
    const whole = session.sequence();
    alone.push(await whole.append([...beginning, first, second]));
    whole.dispose();
    const sequence = session.sequence();
    await sequence.feed(beginning);
    sequences.push(sequence);
  }
  const batch = session.join(sequences);
  try {
    await batch.append([[first], [first]]);
    const together = await batch.append([[second], [second]]);
    return Math.max(...alone.map((logits, row) => relativeL2(together[row]![0]!, logits)));
  } finally {
    batch.dispose();
  }
}

/**
 * Computes the prompt's end in one run of each of these widths, which is how drafts are checked, and lets the session
 * learn how long that takes.
 * @param widths tokens of a run, rising, fewer than the prompt's
 * @returns by width how far the logits are from the reference, as relative L2
 */
export async function checkWidths(
  session: DecoderSession,
  { prompt, stride, logits }: TextReference,
  widths: readonly number[],
): Promise<number[]> {
  const sequence = session.sequence();
  try {
    await sequence.feed(prompt.slice(0, -widths.at(-1)!));
    const distances: number[] = [];
    for (const width of [...widths].reverse()) {
      sequence.takeBack(sequence.tokens.length + width - prompt.length);
      // The first run of a width compiles its shaders: only the second tells how quick it is.
      await sequence.appendEach(prompt.slice(-width));
      sequence.takeBack(width);
      const rows = await sequence.appendEach(prompt.slice(-width));
      distances.unshift(
        relativeL2(
          rows.at(-1)!.filter((_, i) => i % stride === 0),
          logits,
        ),
      );
    }
    return distances;
  } finally {
    sequence.dispose();
  }
}

/**
 * Begins each run of the reference's tokens before the last one's logits have come, and lets the session learn how long
 * that takes. Not where runs are too long for it to matter.
 * @returns how far the logits are from those of runs that were waited for, as relative L2; infinity if none was
 *   used
 */
export async function checkAhead(session: DecoderSession, { prompt, next }: TextReference): Promise<number> {
  if (!session.runsAhead || session.times.of(1) > AHEAD_BELOW_MS) return Infinity;
  const tokens = [prompt.at(-1)!, ...next.slice(0, AHEAD_TOKENS)];
  const sequence = session.sequence();
  let batch: SequenceBatch | undefined;
  try {
    await sequence.feed(prompt.slice(0, -1));
    batch = session.join([sequence]);
    const rows: { waited: Float32Array[]; ahead: Float32Array[] } = { waited: [], ahead: [] };
    let used = 0;
    for (const token of tokens) rows.waited.push((await batch.append([[token]]))[0]![0]!);
    batch.takeBack(tokens.length);
    for (const [position, token] of tokens.entries()) {
      const draws =
        position + 1 < tokens.length ? [{ temperature: 0, topP: 1, seed: 0, position }] : undefined;
      if (batch.begun([token])) used++;
      rows.ahead.push((await batch.append([[token]], draws))[0]![0]!);
    }
    if (used === 0) return Infinity;
    return Math.max(...rows.waited.map((row, at) => relativeL2(rows.ahead[at]!, row)));
  } finally {
    (batch ?? sequence).dispose();
  }
}

export async function checkImage(
  session: LatentDiffusionSession,
  tokenize: PromptTokenizer,
  manifest: LatentDiffusionManifest,
  reference: ImageReference,
): Promise<Deviation> {
  const { latent, pixels } = await generateImage(session, tokenize, manifest, reference.settings);
  const sampled = pixels.filter((_, i) => i % reference.stride === 0);
  const shown = sampled.map((value, i) =>
    Math.abs(value - reference.pixels[i]!) <= ROUNDING ? reference.pixels[i]! : value,
  );
  const distances = [relativeL2(latent, reference.latent), relativeL2(shown, reference.pixels)];
  const encoded = await encodeTestCard(session, manifest);
  if (encoded) distances.push(relativeL2(encoded, reference.encoded ?? []));
  return { relativeL2: Math.max(...distances), mismatches: 0 };
}

/** @throws InferenceError BAD_MANIFEST */
export function parseReference<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    throw new InferenceError('BAD_MANIFEST', 'The conformance file does not fit the model.');
  return parsed.data;
}
