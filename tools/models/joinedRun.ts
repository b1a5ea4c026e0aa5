import type { DecoderSession, Sequence } from '#inference/decoderSession.ts';

export interface JoinedRun {
  /** Of different lengths; each is computed by itself first. */
  readonly prompts: readonly (readonly number[])[];
  /** Fed to every row, one by one; the first row leaves after half of them. */
  readonly next: readonly number[];
}

/** Logits of the joined prompts after each next token, row by row. */
export async function runJoined(
  session: DecoderSession,
  { prompts, next }: JoinedRun,
): Promise<Float32Array[]> {
  const sequences: Sequence[] = [];
  for (const prompt of prompts) {
    const sequence = session.sequence();
    await sequence.feed(prompt);
    sequences.push(sequence);
  }
  const logits = prompts.map((): Float32Array[] => []);
  let batch = session.join(sequences);
  let from = 0;
  for (const [i, token] of next.entries()) {
    if (i === next.length >> 1) {
      const [first, ...others] = batch.split();
      first!.dispose();
      batch = session.join(others);
      from = 1;
    }
    const rows = await batch.append(prompts.slice(from).map(() => [token]));
    for (const [row, [values]] of rows.entries()) logits[from + row]!.push(values!);
  }
  batch.dispose();
  return logits.flat();
}

/** The same by a reference that knows no batches: what gives the logits after each token of one row. */
export function joinedByReference(
  { prompts, next }: JoinedRun,
  reference: () => { step(token: number): Float64Array },
): Float64Array[] {
  return prompts.flatMap((prompt, row) => {
    const { length } = row === 0 ? next.slice(0, next.length >> 1) : next;
    const model = reference();
    return [...prompt, ...next.slice(0, length)].map((token) => model.step(token)).slice(prompt.length);
  });
}
