import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { Sequence, SequenceBatch } from '#inference/decoder/sequence.ts';

/** Tokens of the check of runs that are enqueued before their input is known on the CPU. */
const AHEAD_TOKENS = 6;
/**
 * Milliseconds of a run of one token. It saves the few that logits take to come: where a run takes as long as
 * this, that is not worth the seconds that it takes to see it.
 */
const AHEAD_BELOW_MS = 250;

/**
 * Computes two sequences of different lengths together and each alone.
 * @returns how far the logits are apart, as relative L2, the worse of both
 * @example
 * const batches = (await checkJoined(session, reference)) <= tolerance;
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
 * Computes the prompt's end in one run of each of these widths, which is how drafts are checked, and lets the
 * session learn how long that takes.
 * @param widths tokens of a run, rising, fewer than the prompt's
 * @returns by width how far the logits are from the reference, as relative L2
 * @example
 * const [ofTwo, ofFour] = await checkWidths(session, reference, [2, 4]);
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
      sequence.dropLast(sequence.tokens.length + width - prompt.length);
      // The first run of a width compiles its shaders: only the second tells how quick it is.
      await sequence.appendEach(prompt.slice(-width));
      sequence.dropLast(width);
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
 * Begins each run of the reference's tokens before the last one's logits have come, and lets the session
 * learn how long that takes. Not where runs are too long for it to matter.
 * @returns how far the logits are from those of runs that were waited for, as relative L2; infinity if none
 *   was
 *   used
 * @example
 * const asyncDecode = (await checkAhead(session, reference)) <= tolerance;
 */
export async function checkAhead(session: DecoderSession, { prompt, next }: TextReference): Promise<number> {
  if (!session.supportsAsyncDecode || session.timings.ofRun(1) > AHEAD_BELOW_MS) return Infinity;
  const tokens = [prompt.at(-1)!, ...next.slice(0, AHEAD_TOKENS)];
  const sequence = session.sequence();
  let batch: SequenceBatch | undefined;
  try {
    await sequence.feed(prompt.slice(0, -1));
    batch = session.join([sequence]);
    const rows: { waited: Float32Array[]; ahead: Float32Array[] } = { waited: [], ahead: [] };
    let used = 0;
    for (const token of tokens) rows.waited.push((await batch.append([[token]]))[0]![0]!);
    batch.dropLast(tokens.length);
    for (const [position, token] of tokens.entries()) {
      const draws =
        position + 1 < tokens.length ? [{ temperature: 0, topP: 1, seed: 0, position }] : undefined;
      if (batch.isEnqueued([token])) used++;
      rows.ahead.push((await batch.append([[token]], draws))[0]![0]!);
    }
    if (used === 0) return Infinity;
    return Math.max(...rows.waited.map((row, at) => relativeL2(rows.ahead[at]!, row)));
  } finally {
    (batch ?? sequence).dispose();
  }
}
