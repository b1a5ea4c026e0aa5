import { describe, expect, it } from 'vitest';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { checkText } from '#inference/conformance/textConformance.ts';
import type { Sequence } from '#inference/decoder/sequence.ts';
import { sampleToken } from '#inference/sampling/tokenSampling.ts';

/** Logits of six tokens, of which the reference chooses the first at both of its two steps. */
const LOGITS = [4, 3.875, -2, 1, 0, -4];
const REFERENCE: TextReference = { kind: 'text', prompt: [1, 2], stride: 1, logits: LOGITS, next: [0, 0] };
const HALF = 0.05;

/** A session whose runs return LOGITS, altered by `change`. */
function sessionThat(change: (logits: number[], run: number) => number[]) {
  let runs = 0;
  const append = async () => Float32Array.from(change([...LOGITS], runs++));
  return { sequence: () => ({ append, dispose: () => undefined }) as unknown as Sequence };
}

const swapped = () => sessionThat(([first, second, ...others]) => [second!, first!, ...others]);

describe('checkText', () => {
  it('reports no deviation for the reference logits', async () => {
    expect(
      await checkText(
        sessionThat((logits) => logits),
        REFERENCE,
        1e-3,
      ),
    ).toMatchObject({ relativeL2: 0, mismatches: 0 });
  });

  it('accepts two almost equally likely tokens that swap places in 16 bits', async () => {
    const { relativeL2, mismatches } = await checkText(swapped(), REFERENCE, HALF);
    expect(relativeL2).toBeLessThan(HALF);
    expect(mismatches).toBe(0);
  });

  it('counts swapped tokens as mismatches in 32 bits', async () => {
    expect((await checkText(swapped(), REFERENCE, 1e-3)).mismatches).toBe(2);
  });

  it('detects a wrong KV cache behind a correct prompt', async () => {
    const forgetful = sessionThat((logits, run) => (run === 0 ? logits : logits.reverse()));
    expect(await checkText(forgetful, REFERENCE, HALF)).toMatchObject({ relativeL2: 0, mismatches: 1 });
  });

  it('counts NaN as a mismatch', async () => {
    const broken = sessionThat((logits, run) => (run === 0 ? logits : logits.map(() => NaN)));
    expect((await checkText(broken, REFERENCE, HALF)).mismatches).toBe(1);
  });

  it('measures the logits behind the KV cache too, if the reference has them', async () => {
    const reference = { ...REFERENCE, decoded: LOGITS };
    const drifting = sessionThat((logits, run) => logits.map((value) => value * (1 + run * 1e-4)));
    expect((await checkText(drifting, reference, HALF)).relativeL2).toBeCloseTo(1e-4, 7);
  });

  it('draws the tokens of a sampled answer with its own noise', async () => {
    const sampling = { temperature: 2, topP: 1, seed: 1 };
    const next = [0, 1].map((position) => sampleToken(Float32Array.from(LOGITS), sampling, position));
    expect(next).not.toEqual(REFERENCE.next);
    const plain = () => sessionThat((logits) => logits);
    const sampled = { ...REFERENCE, next, sampling };
    expect((await checkText(plain(), sampled, 1e-3)).mismatches).toBe(0);
    const otherSeed = { ...sampled, sampling: { ...sampling, seed: 2 } };
    expect((await checkText(plain(), otherSeed, 1e-3)).mismatches).toBeGreaterThan(0);
  });
});
