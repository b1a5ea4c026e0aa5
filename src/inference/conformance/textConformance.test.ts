import { describe, expect, it } from 'vitest';
import type { TextReference } from '#inference/conformance/referenceTask.ts';
import { checkText } from '#inference/conformance/textConformance.ts';
import type { Sequence } from '#inference/decoder/sequence.ts';

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
    ).toEqual({ relativeL2: 0, mismatches: 0 });
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
    expect(await checkText(forgetful, REFERENCE, HALF)).toEqual({ relativeL2: 0, mismatches: 1 });
  });

  it('counts NaN as a mismatch', async () => {
    const broken = sessionThat((logits, run) => (run === 0 ? logits : logits.map(() => NaN)));
    expect((await checkText(broken, REFERENCE, HALF)).mismatches).toBe(1);
  });
});
