import { describe, expect, it } from 'vitest';
import { relativeL2 } from '#inference/conformance/relativeL2.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { LAYOUT_CASES, makeLayoutCase } from '#tools/models/fixtures/decoderLayouts.ts';
import { joinedByReference, runJoined } from '#tools/models/fixtures/joinedRun.ts';
import { LlamaReference } from '#tools/models/llama/llamaReference.ts';

const SEED = 11;
/** More than 32 tokens, beyond which attention uses another kernel. */
const PROMPT = Array.from({ length: 37 }, (_, i) => (i * 53 + 7) % 160);
const NEXT = [3, 141, 59, 26];
const LAST = 77;

describe.each(LAYOUT_CASES)('a decoder of layout $name', (layout) => {
  const { graph, model } = makeLayoutCase(layout, SEED);
  // float16 has 11 significant bits: each rounding errs by up to 5e-4.
  const bound = layout.half ? 2e-2 : 1e-5;
  const open = () =>
    DecoderSession.create(createNodeRuntime(), graph, { io: DECODER_IO, context: model.sizes.context });
  const expected = (tokens: readonly number[]) => {
    const reference = new LlamaReference(model);
    return tokens.map((token) => reference.step(token));
  };

  it('matches the reference in one run, in chunks, token by token and from a fork', async () => {
    const session = await open();
    const known = expected([...PROMPT, ...NEXT, LAST]);
    const sequence = session.sequence();
    await sequence.feed(PROMPT.slice(0, 20));
    expect(relativeL2(await sequence.append(PROMPT.slice(20)), known[PROMPT.length - 1]!)).toBeLessThan(
      bound,
    );
    for (const [i, token] of NEXT.entries()) {
      expect(relativeL2(await sequence.append([token]), known[PROMPT.length + i]!)).toBeLessThan(bound);
    }
    const fork = sequence.fork(30);
    expect(fork.tokens).toEqual(PROMPT.slice(0, 30));
    const again = await fork.append(PROMPT.slice(30));
    expect(relativeL2(again, known[PROMPT.length - 1]!)).toBeLessThan(bound);
    fork.dispose();
    // The fork did not change the original.
    expect(relativeL2(await sequence.append([LAST]), known.at(-1)!)).toBeLessThan(bound);
    sequence.dispose();
    await session.dispose();
  });

  it('matches the reference for batched sequences, also after one leaves', async () => {
    const session = await open();
    expect(session.canBatch).toBe(true);
    // The longest is not the first.
    const run = { prompts: [PROMPT.slice(0, 5), PROMPT, PROMPT.slice(0, 20)], next: NEXT };
    const known = joinedByReference(run, () => new LlamaReference(model));
    const logits = await runJoined(session, run);
    expect(logits).toHaveLength(known.length);
    for (const [i, row] of known.entries()) expect(relativeL2(logits[i]!, row)).toBeLessThan(bound);
    await session.dispose();
  });

  it('matches the reference at every position after dropping tokens', async () => {
    const session = await open();
    const sequence = session.sequence();
    await sequence.feed(PROMPT.slice(0, 10));
    await sequence.appendEach([LAST, ...NEXT, LAST]);
    sequence.dropLast(NEXT.length + 2);
    await sequence.appendEach([PROMPT[10]!, LAST, LAST]);
    sequence.dropLast(2);
    expect(sequence.tokens).toEqual(PROMPT.slice(0, 11));
    const rows = await sequence.appendEach(PROMPT.slice(11));
    const known = expected(PROMPT).slice(11);
    expect(rows).toHaveLength(known.length);
    for (const [i, row] of known.entries()) expect(relativeL2(rows[i]!, row)).toBeLessThan(bound);
    sequence.dispose();
    await session.dispose();
  });
});
